%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 2
---
%q flag auto
---
%q flag remove P4 F1
%q split F1
---
%q flag remove P5 F1b
