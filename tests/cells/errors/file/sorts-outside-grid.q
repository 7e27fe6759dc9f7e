%q load broken/sorts-outside-grid.csv --grid "-2:1,-1:2,0:3,1:2,2:1"
