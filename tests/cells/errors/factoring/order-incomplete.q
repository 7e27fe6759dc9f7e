%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 3
%q flag auto
%q name F1 North
---
%q order F3 F1
