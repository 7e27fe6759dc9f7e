%q example case-study
%q solve -k 3
---
%q export cards.html --as cards --by place
