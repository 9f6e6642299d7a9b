"""From a case to a run: workbooks in order, one process each, the record, the report and the apps."""
