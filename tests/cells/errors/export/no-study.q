%q export a.xlsx
