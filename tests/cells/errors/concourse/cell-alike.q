%q concourse concourse/tea.csv
---
%q sample --per-cell 2 --cells taste/guest
