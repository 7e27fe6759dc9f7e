%q example case-study
%q solve -k 5 --extract centroid
---
%q receipt
