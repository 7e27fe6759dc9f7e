%q example case-study
%q solve -k 5 --extraction centroid
---
%q receipt
