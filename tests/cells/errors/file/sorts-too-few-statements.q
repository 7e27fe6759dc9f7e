%q load broken/sorts-too-few-statements.csv --statements good/statements.csv
