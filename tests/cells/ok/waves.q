%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2 --as all
%q simulate --of all --waves pre,post --sorts 12 --staying 0.5 --noise 0.7
%q solve -k 2
---
%q waves wave
