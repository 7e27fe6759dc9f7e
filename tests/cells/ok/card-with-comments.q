%q load good/sorts.csv --statements good/statements.csv
---
%%q participants
id,comments,Comment s1,comment_3
P1,I found this easy.,<b>Tea</b> & 50 % of $2 _now_,
P2,,,"Not ""mine"" at all"
P6,The other way round,Never,
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 2
%q flag auto
---
%q card F1 --by site
