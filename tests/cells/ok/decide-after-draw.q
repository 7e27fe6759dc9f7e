%q concourse concourse/tea.csv
---
%q sample --total 4
---
%q decide drop T5 --because "nobody said so twice"
