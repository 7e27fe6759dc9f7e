%q load good/sorts.csv --statement good/statements.csv
