%q grid --propose 0
