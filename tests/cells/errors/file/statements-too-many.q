%q load good/sorts.csv --statements broken/statements-too-many.csv
