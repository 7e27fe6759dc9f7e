%q concourse concourse/tea.csv
---
%q export qset.csv --as qset
