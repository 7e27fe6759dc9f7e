%q load htmlq/results.csv htmlq/map.xml htmlq/statements.xml --as square
