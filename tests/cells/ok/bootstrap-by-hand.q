%q example case-study
%q correlate
%q extract centroid -k 3
%q rotate varimax -k 3
%q rotate by-hand F1 F2 -12
%q flag auto
%q flag add A03 F3
---
%q bootstrap F3 --replicates 20
