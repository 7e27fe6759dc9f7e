%q example case-study
%q solve -k 2 --where site=A
---
%q jackknife --by site
