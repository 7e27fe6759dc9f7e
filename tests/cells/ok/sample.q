%q concourse concourse/tea.csv
---
%%q decide
merge T1 T3 T4: the same thought
drop T10: about the kettle
keep T6 T7: opposite in sense
---
%q sample --total 6 --seed 3
