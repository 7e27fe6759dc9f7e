%q example case-study
%q solve -k 3
---
%q bootstrap --replicates 200
