%q concourse concourse/tea.csv
---
%q sample
