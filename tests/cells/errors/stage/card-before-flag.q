%q example case-study
---
%q correlate
%q extract pca -k 3
%q rotate varimax
---
%q card F1
