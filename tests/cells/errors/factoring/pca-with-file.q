%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
---
%q extract pca loadings.csv
