%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
---
%q extract centroid -k 2 --like pqmethod
