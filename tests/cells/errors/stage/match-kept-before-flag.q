%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 2
%q rotate varimax -k 2
%q keep half
%q flag auto
%q keep whole
---
%q match half whole
