"""The pages of people and structure."""
