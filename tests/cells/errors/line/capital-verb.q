%q Load good/sorts.csv
