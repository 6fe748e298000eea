"""Template tags of the GOV.UK look."""
