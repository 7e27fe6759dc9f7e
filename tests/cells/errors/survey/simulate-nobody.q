%q sort no-such.qstudy --simulate 0
