%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
---
%%q rotate by-matrix
A,B
1,1
0,1
