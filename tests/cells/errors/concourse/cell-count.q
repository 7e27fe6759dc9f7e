%q concourse concourse/tea.csv
---
%q sample --cells taste/guest=many
