%q keep x
