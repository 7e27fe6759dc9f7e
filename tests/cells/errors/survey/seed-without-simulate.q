%q sort --seed 3
