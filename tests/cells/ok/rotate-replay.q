%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
---
%%q rotate replay
none -k 3
varimax
by-hand F1 F2 -12.5
invert F2
order F3 F1 F2
to-sort F1 P6
