%q load good/sorts.csv --statements good/statements.csv
---
%q export deck.docx --as deck
