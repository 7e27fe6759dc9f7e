%q zzz
