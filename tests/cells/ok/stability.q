%q example case-study
%q solve -k 3
---
%q stability -k 4 --replicates 40 --random 40
