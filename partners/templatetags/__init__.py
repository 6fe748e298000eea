"""What partners' pages say in words."""
