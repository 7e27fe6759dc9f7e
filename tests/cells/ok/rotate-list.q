%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 3
%q rotate by-hand F1 F2 -12.5
%q invert F2
%q order F3 F1 F2
%q rotate to-sort F1 P6
---
%q rotate list
