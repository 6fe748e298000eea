"""What goes into each printed document of a meeting."""
