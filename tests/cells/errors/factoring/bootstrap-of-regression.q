%q load ../oracle/synties12x6.csv --transposed
---
%q solve -k 2
%q score --method regression
---
%q bootstrap
