%q load good/sorts.csv --statements good/statements.csv --participants good/participants.csv
---
%q responses site
