%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2
---
%q summary F1 "People who like it hot."
---
%q swap F1 F2
---
%q summary
