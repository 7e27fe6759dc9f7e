%q config figures svg
