%q example case-study
%q solve -k 3
---
%q jackknife --by site
