%q concourse concourse/tea.csv --rows theme --columns theme
