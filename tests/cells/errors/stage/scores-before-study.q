%q scores
