%q load good/sorts.csv --grid good/gird.csv
