%q load good/sorts.csv --statements good/statements.csv --participants good/participants.csv
---
%q correlate
%q extract pca -k 3
%q rotate varimax -k 2
%q flag auto
---
%q prevalence site --against printed/by-site.csv
