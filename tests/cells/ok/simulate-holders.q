%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2
---
%%q simulate --replicates 5
town,F1,F2,none
X,5,2,1
Y,3,6,0
