%q concourse concourse/tea.csv --rows theme=taste,craft,manners,ritual --threshold 0.6 --as tea
