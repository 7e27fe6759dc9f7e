%q card
