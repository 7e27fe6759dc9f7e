%q load good/sorts.csv --statements good/statements.csv
---
%q export a.zip --shift -5
