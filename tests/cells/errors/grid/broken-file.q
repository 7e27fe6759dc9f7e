%q load good/sorts.csv --grid broken/grid-no-number.csv
