%q concourse concourse/tea.csv
---
%q decide drop T11 --because off
