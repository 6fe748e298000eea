"""What pages read: never the rows, always the counts."""
