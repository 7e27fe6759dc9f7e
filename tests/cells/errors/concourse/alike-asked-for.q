%q concourse concourse/tea.csv
---
%q sample --total 4 --with T1,T3
