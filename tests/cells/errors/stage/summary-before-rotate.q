%q example case-study
---
%q summary F1 "What for?"
