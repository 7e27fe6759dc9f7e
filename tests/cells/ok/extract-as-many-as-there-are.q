%q load good/sorts.csv
---
%q solve -k 2 --as all
%q solve --by site -k 1
%q second-order all,north,south
---
%q extract pca
