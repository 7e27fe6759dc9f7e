%q load good/sorts.csv
---
%q solve -k 1 --where site=north --as north
---
%q second-order north
