%q example case-study
%q correlate
%q extract pca -k 5
%q rotate varimax -k 3
---
%q rotate by-hand F1 F2 10 --angle 10
