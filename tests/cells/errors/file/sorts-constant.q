%q load broken/sorts-constant.csv --grid "-2:1,-1:2,0:3,1:2,2:1"
