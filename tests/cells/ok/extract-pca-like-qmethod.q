%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
---
%q extract pca -k 2 --like qmethod
