%q load good/sorts.csv --statements good/statements.csv --participants good/participants.csv
---
%q solve -k 2
---
%q prevalence site profession
