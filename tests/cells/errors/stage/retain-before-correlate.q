%q load good/sorts.csv
---
%q retain
