%q concourse concourse/tea.csv
---
%q decide merge T1 T1
