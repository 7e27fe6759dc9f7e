%q load ../oracle/synties12x6.csv --transposed
---
%q correlate
%q extract ml -k 1
%q rotate none -k 1
%q flag auto
---
%q bootstrap
