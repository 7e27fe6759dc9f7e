%q grid --propose 36 --highest 4
