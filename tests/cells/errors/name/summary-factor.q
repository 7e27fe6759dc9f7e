%q example case-study
%q solve -k 3
---
%q summary F7 "No such factor."
