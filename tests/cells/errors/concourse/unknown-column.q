%q concourse concourse/tea.csv --rows thema
