%q load good/sorts.csv --statements good/statement.csv
