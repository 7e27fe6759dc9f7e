%q example case-study
---
%q export cards.html --as cards
