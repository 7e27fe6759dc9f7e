%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2 --as all
%q solve -k 1 --where site=north --as north --like kade
---
%q journal --as methods --of north
