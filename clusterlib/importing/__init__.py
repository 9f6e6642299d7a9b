"""Tables as statistics offices publish them become the table `employment` of a case."""
