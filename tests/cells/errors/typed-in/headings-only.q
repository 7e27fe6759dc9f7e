%%q sorts
id,1,2,3,4,5
