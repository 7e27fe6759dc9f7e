%q grid
