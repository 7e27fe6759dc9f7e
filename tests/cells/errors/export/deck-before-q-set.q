%q concourse concourse/tea.csv
---
%q export deck.html --as deck
