%q load good/sorts.csv --grid free
%q solve -k 2
%q score --grid "-1:3,0:3,1:3"
---
%q arrays
