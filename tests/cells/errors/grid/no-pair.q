%q load good/sorts.csv --grid 1:1,x
