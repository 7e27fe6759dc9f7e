%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2 --as all
%q solve -k 1 --where site=north --as north
%q solve -k 1 --where site=south --as south
%q load good/sorts.csv --as copy
---
%%q sorts --as tea
id,1,2
A,-1,1
B,1,-1
---
%q solve -k 1 --as tea
---
%q compare tea all
