%q example case-study
%q solve -k 3
---
%q power --sorts 2,5,10 --replicates 20
