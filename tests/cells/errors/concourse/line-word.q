%q concourse concourse/tea.csv
---
%%q decide
merge T1 T3
remove T4: off
