%q example case-study
%q correlate
%q extract pca -k 5
%q rotate oblimin -k 3
---
%q rotate by-hand --board
