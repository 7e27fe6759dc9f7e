%q load good/sorts.csv --grid free
%q solve -k 2
---
%q bootstrap F1 --replicates 40
