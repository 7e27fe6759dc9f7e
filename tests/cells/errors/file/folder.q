%q load good
