%q example case-study
%q correlate
%q extract pca -k 5
%q rotate varimax -k 1
---
%q rotate by-hand --board
