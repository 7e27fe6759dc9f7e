%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 2
%q flag auto
%q keep park
%q use park
---
%q split F1 --of park
%q characteristics --of park
