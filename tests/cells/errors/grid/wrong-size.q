%q load good/sorts.csv --grid "-1:1,0:3,1:1"
