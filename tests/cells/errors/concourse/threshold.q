%q concourse concourse/tea.csv --threshold 1.5
