%q load broken/sorts-empty.csv --grid "-2:1,-1:2,0:3,1:2,2:1"
