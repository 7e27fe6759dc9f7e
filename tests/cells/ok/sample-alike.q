%q concourse concourse/tea.csv
---
%q sample --per-cell 1
