%q undo
