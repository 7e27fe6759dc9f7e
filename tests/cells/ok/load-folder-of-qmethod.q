%q load qmethod
