%q load sort.csv
