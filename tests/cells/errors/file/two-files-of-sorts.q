%q load good/sorts.csv pqmethod/square.dat
