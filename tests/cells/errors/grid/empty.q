%q load good/sorts.csv --grid ""
