%q correlate
