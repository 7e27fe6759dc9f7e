%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 1
---
%q card
