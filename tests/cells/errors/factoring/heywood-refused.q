%q load good/sorts.csv --statements good/statements.csv
---
%q correlate
---
%q extract paf -k 3 --heywood refuse
