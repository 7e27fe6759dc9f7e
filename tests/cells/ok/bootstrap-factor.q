%q example case-study
%q solve -k 3
---
%q bootstrap F2 --replicates 200 --by site --interval 90 --unbalanced --seed 7
