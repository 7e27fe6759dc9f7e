%q concourse concourse/tea.csv --threshold 0
