%q load good/sorts.csv
---
%q journal --as checklist
