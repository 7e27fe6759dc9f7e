%q load good/sorts.csv --statements good/statements.csv
---
%q export a.dat --array-grid "-1:3,0:3,1:3"
