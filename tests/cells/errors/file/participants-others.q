%q load good/sorts.csv --participants broken/participants-others.csv
