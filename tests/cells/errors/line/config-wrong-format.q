%q config figure pdf
