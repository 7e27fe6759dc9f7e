%q help
