%q load good/sorts.csv --statements good/statements.csv --participants good/participants.csv
---
%q correlate
%q extract pca -k 3
%q scree
%q retain -k 3 --draws 50
%q rotate varimax -k 2
%q rotate by-hand F1 F2 -12.5
%q flag auto --alpha .01
%q flag add P6 F1 --reason "knows the park"
%q name F1 "Open to all"
---
%q journal --as methods
