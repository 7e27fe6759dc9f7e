%q export qset.csv --as qset
