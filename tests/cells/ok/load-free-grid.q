%q load good/sorts.csv --grid free --array-grid "-2:1,-1:2,0:3,1:2,2:1"
