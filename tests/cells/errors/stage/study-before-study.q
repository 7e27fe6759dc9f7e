%q study
