%q load kade/sorts.csv --format kade-csv --statements kade/statements.txt
