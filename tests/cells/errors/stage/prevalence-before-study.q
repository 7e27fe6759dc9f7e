%q prevalence site
