%q example case-study
%q solve -k 3
---
%q card F7
