%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 2
%q flag auto
---
%q power --sorts 4,8 --replicates 20 --noise 0.6 --wanted 0.9
