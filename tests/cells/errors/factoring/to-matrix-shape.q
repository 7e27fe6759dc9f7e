%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 1
---
%%q rotate to-matrix
id,A,B
P1,.8,0
P2,.8,0
P3,.8,0
P4,-.8,0
P5,-.8,.2
P6,0,.9
