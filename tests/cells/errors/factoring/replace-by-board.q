%q example case-study
%q correlate
%q extract pca -k 5
%q rotate varimax -k 3
---
%q rotate replace 1 by-hand --board
