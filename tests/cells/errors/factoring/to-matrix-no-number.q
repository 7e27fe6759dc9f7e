%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
---
%%q rotate to-matrix
id,A
P1,high
P2,.8
P3,.8
P4,-.8
P5,-.8
P6,0
