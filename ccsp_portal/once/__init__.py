"""A repeated form token returns the first outcome: a double click is one act."""
