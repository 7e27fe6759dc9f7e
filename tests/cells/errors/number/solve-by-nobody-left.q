%q load good/sorts.csv --statements good/statements.csv
---
%q solve --by site -k 1 --at-least 4
