%%q sorts
Ann likes tea
