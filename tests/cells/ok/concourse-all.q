%q concourse concourse/tea.csv
---
%%q decide
merge T1 T3: the same thought
drop T10: about the kettle
---
%q sample --total 4
---
%q concourse --all
