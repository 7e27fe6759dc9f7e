%q load good/sorts.csv --statements good/hard-texts.csv
---
%q statements
