%q load good/sorts.csv --statements good/statements.csv
---
%%q participants
id,town
P1,Ash
P2,Ash
P3,Ash
P4,Ash
P5,Ash
P6,Birch
---
%q solve --by town -k 1
