%q load ../oracle/synfree12x8.csv --transposed --grid free
---
%q correlate
---
%q extract ml -k 5
