%q concourse concourse/tea.csv
---
%q sample --total 4 --with T5
---
%q decide reword T5 "Sugar is for bad tea." --because plainer
---
%q concourse --all
