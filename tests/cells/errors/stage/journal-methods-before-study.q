%q journal --as methods
