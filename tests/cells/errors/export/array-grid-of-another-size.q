%q load good/sorts.csv --statements good/statements.csv --grid free
---
%q export a.dat --array-grid "-1:1,0:1,1:1"
