%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
---
%q extract paf-once -k 2
