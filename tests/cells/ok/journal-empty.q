%q journal
