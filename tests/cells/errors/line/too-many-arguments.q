%q keep a b
