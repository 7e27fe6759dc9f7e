%q
