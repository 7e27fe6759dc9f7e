%q example case-study
---
%q solve -k 3
---
%q name F1 "-2 and so on"
