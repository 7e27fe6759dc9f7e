%q concourse concourse/tea.csv
---
%q decide drop T1
