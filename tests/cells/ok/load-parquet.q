%q load good/sorts.parquet
