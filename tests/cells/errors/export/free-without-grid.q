%q load good/sorts.csv --statements good/statements.csv --grid free
---
%q export a.dat
