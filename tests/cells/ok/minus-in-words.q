%q example case-study
%q solve -k 5
%q summary F1 "- money follows people"
%q flag remove A03 F1 --reason "-2 was a slip"
---
%q journal
