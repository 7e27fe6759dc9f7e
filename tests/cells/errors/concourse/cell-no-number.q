%q concourse concourse/tea.csv
---
%q sample --cells taste/guest=1,craft/guest
