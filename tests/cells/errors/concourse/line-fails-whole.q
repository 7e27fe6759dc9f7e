%q concourse concourse/tea.csv
---
%%q decide
drop T1: off
drop T1: again
