%q load good/sorts.csv --array-grid "-1:1,0:3,1:1"
