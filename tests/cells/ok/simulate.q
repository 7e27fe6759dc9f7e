%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2
---
%q simulate --sorts X=9,Y=5 --none 1 --noise 0.6 --seed 3
