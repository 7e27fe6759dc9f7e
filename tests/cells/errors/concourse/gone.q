%q concourse concourse/tea.csv
---
%q decide merge T1 T3
---
%q decide drop T3 --because off
