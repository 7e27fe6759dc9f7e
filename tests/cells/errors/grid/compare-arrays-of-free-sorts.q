%q load good/sorts.csv --grid free
%q solve -k 2 --as a
---
%q compare a a
