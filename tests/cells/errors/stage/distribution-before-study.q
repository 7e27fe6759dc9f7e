%q distribution
