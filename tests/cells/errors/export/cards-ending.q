%q example case-study
%q solve -k 3
---
%q export cards.pdf --as cards
