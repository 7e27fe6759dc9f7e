%q load good/sorts.csv --statements good/statements.csv
---
%q export a.dat --shift 20
