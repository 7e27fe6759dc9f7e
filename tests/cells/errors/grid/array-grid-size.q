%q load good/sorts.csv --grid free --array-grid "-1:1,0:3,1:1"
