%q concourse concourse/tea.csv
---
%q concourse --as tee
