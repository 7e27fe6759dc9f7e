%q load good/sorts.csv --statements good/statements.csv
---
%q solve -k 2 --as all
%q simulate --of all --waves pre,post --sorts 6
---
%q waves wave --order pre,later
