%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
---
%q rotate varimax -k 2
---
%%q flag given
id,F1
P1,1
P2,1
P3,1
P4,1
P5,1
P6,1
