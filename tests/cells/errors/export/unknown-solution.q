%q load good/sorts.csv --statements good/statements.csv
---
%q export a.xlsx --of nowhere
