%q concourse concourse/tea.csv
---
%q sample --total 5
---
%q undo
---
%q concourse
