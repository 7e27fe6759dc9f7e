%q sorts
