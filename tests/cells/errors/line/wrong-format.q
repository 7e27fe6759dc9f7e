%q load good/sorts.csv --format pqm
