%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2
---
%%q simulate
town,F1,F2
X,two,3
