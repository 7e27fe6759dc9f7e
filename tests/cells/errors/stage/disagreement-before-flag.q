%q load good/sorts.csv
%q correlate
%q extract pca -k 3
%q rotate varimax -k 2
---
%q disagreement
