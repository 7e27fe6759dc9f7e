%q journal --as checklist
