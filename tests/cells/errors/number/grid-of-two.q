%q grid --propose 2
