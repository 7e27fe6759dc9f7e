%q load --help
