"""Tables as CSV, with formulas neutralised."""
