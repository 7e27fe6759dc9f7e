%q load good/transposed.csv --orientation statements-as-rows
