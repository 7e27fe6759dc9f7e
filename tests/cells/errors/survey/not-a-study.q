%q sort good/sorts.csv
