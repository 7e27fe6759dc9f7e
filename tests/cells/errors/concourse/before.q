%q concourse
