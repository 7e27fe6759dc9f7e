%q load good/sorts.csv --statements good/statements.csv
%q solve -k 2 --as two
%q loadings
---
%%q participants
id,minutes
P1,12
P2,30
P3,7
P4,8
P5,9
P6,10
---
%q prevalence minutes --of two
