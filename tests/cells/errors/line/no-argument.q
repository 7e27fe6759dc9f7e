%q load
