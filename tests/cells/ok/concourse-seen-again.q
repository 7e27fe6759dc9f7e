%q concourse concourse/tea.csv
---
%q sample --total 4
---
%q concourse --rows voice --threshold 0.9
