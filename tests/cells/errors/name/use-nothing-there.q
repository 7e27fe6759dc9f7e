%q use park
