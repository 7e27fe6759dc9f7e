%q load good/sorts.csv --grid "-1:0,0:9"
