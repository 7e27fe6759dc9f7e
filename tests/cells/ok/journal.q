%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 2
%q flag auto --alpha .01
%q flag add P6 F1 --reason "knows the park"
---
%q journal
