%q concourse concourse/codes.csv --rows theme=taste,craft
