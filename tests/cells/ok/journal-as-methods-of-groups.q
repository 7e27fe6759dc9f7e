%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2 --as all
%q solve --by site -k 1
%q match north,south all --threshold 0.6
%q second-order all,north,south --by scores -k 2
---
%q journal --as methods
