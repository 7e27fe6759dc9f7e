%q load good/sorts.csv --format pqmethod
