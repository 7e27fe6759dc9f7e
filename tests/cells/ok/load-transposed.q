%q load good/transposed.csv --transposed
