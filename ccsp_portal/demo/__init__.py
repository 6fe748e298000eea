"""A believable partnership, made through the same acts that people use."""
