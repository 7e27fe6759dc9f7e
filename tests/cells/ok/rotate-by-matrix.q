%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
---
%%q rotate by-matrix
A,B
0.8660254037844386,-0.5
0.5,0.8660254037844386
