%q load good/participants.csv
