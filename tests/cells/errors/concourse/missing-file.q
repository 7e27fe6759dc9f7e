%q concourse concourse/none.csv
