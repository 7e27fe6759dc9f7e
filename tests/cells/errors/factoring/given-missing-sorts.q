%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
---
%%q extract given
id,F1
P1,.8
