%q concourse concourse/tea.csv
---
%q sample --cells manners/guest=3
