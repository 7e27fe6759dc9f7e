%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2
---
%%q simulate
town,F1,F7
X,2,3
