%q simulate --quick
