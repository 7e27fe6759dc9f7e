%q config
