%q load pqmethod/square.dat
