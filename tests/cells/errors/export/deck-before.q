%q export deck.html --as deck
