%q concourse concourse/tea.csv
---
%q sample --cells taste/*=1,craft/guest=2 --with T8 --without T5 --allow-similar --in-order
