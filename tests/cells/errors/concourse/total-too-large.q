%q concourse concourse/tea.csv
---
%q sample --total 12
