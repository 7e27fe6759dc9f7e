%%q concourse concourse/tea.csv
text
Tea.
