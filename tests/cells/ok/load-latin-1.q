%q load good/latin-1.csv --grid "-2:1,-1:2,0:3,1:2,2:1"
