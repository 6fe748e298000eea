"""The template tag that puts a token in a form."""
