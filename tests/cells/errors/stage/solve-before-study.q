%q solve -k 2
