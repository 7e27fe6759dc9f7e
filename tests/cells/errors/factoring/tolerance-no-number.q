%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
---
%q extract horst -k 2 --tolerance small
