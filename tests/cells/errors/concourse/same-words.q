%q concourse concourse/tea.csv
---
%q decide reword T1 "Tea should be hot." --because same
