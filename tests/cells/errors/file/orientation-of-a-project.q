%q load pqmethod/square.dat --orientation sorts-as-rows
