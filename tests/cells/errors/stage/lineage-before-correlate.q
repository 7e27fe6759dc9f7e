%q load good/sorts.csv
---
%q lineage
