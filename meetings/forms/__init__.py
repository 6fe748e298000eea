"""The questions that pages about meetings ask."""
