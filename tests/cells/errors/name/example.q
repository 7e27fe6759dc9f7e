%q example case_study
