%q load good/sorts.csv --grid free
%q solve -k 2
---
%q power
