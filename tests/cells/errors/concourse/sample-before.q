%q sample --total 5
