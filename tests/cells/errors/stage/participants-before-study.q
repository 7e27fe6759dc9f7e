%q participants
