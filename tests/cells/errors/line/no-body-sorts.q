%%q sorts
