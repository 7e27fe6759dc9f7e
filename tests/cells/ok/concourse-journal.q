%q concourse concourse/tea.csv
---
%%q decide
merge T1 T3: the same thought
---
%q sample --total 5 --seed 9
---
%q journal
