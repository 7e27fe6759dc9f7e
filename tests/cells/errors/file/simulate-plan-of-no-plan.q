%q simulate --spec good/statements.csv
