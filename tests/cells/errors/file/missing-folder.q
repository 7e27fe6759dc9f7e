%q load godo/sorts.csv
