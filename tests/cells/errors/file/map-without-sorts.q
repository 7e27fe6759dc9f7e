%q load htmlq/map.xml htmlq/statements.xml
