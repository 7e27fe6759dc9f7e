%q example case-study
%q solve -k 3
---
%q bootstrap F1 --replicates 100 --align procrustes --threshold 0
