%q bootstrap
