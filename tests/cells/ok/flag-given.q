%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
---
%q rotate varimax -k 2
---
%%q flag given --reason "as agreed"
id,F1,F2
P1,1,0
P2,1,0
P3,0,0
P4,0,0
P5,0,1
P6,0,1
