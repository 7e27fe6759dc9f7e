%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 3
%q rotate by-hand F1 F2 20
%q flag auto
%q name F1 North
---
%q rotate replace 2 by-hand F1 F2 -20
