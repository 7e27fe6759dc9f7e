%q concourse concourse/tea.csv
---
%q sample --cells tast/guest=1
