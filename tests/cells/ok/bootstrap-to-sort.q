%q example case-study
%q solve -k 3
%q rotate to-sort F1 A03
%q flag auto
---
%q bootstrap F1 --replicates 40
