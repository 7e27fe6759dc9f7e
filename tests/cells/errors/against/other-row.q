%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2 --as all
%q solve -k 1 --where site=north --as north
%q solve -k 1 --where site=south --as south
---
%q compare north,south all --against printed/other-row.csv
