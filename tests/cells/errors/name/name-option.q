%q example case-study
---
%q solve -k 2
---
%q name F1 --off
