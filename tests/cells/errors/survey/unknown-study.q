%q respondents no-such.qstudy
