%q example
