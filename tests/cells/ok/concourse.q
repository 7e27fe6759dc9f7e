%q concourse concourse/tea.csv
