%q concourse concourse/tea.csv
---
%q sample --per-cell 1 --cells taste/host --with T4,T5
