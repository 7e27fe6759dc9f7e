%q grid --highest 4
