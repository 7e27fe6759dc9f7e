%q grid --propose 9 --highest 5
