"""Each statutory duty: rule, next date, evidence on file."""
