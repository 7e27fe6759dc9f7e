%q load good/sorts.csv --grid "-1:1,-1:2,0:6"
