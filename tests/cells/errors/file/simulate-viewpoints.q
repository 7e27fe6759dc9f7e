%q load good/sorts.csv --statements good/statements.csv
---
%q simulate --viewpoints nowhere.csv
