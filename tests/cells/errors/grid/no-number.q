%q load good/sorts.csv --grid "a:1,0:3"
