%q load good/sort.csv
