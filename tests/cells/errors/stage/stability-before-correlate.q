%q load good/sorts.csv --statements good/statements.csv
---
%q stability
