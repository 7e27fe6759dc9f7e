%q load good/sorts.csv --statements good/statements.csv
---
%q export results.xlsx --format pqmethod
