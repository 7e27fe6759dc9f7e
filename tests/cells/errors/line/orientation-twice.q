%q load good/transposed.csv --transposed --orientation sorts-as-rows
