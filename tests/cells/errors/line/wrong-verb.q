%q corelate
