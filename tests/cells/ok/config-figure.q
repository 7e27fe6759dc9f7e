%q config figure svg
