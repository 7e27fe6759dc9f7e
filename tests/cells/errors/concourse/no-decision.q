%q concourse concourse/tea.csv
---
%q decide
