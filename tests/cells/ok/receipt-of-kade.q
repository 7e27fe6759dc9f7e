%q load good/sorts.csv --statements good/statements.csv
%q solve -k 2 --like kade --as old
---
%q receipt --of old --like exact
