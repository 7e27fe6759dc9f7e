%q sort
