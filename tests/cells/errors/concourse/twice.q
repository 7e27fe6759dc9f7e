%q concourse concourse/twice.csv
