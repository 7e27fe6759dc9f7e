%q example case-study
---
%q solve -k 5
---
%q card F2
