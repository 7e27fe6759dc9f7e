%q example case-study
%q correlate
---
%q extract ml -k 5
