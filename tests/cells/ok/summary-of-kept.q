%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2 --as two
%q summary F1 "People who like it hot." --of two
---
%q summary --of two
