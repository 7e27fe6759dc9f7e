%q example case-study
---
%q solve -k 5
%q name F1 "Ideal world"
%q summary F1 "Outcomes first; money follows."
---
%q card F1 --by site
