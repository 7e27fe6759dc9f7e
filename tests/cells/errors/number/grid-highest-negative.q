%q grid --propose 30 --highest=-4
