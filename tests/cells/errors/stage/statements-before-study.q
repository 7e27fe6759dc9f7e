%q statements
