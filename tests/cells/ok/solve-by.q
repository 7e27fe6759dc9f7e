%q load good/sorts.csv --statements good/statements.csv
---
%q solve --by site -k north=1,south=1
