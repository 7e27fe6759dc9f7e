%q load good/sorts.csv --grid "-2:1,-1:1,0:5,1:1,2:1"
