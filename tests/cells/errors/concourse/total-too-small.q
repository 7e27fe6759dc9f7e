%q concourse concourse/tea.csv
---
%q sample --total 2 --cells taste/*=1,craft/guest=1,craft/host
