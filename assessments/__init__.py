"""Datasets, areas, counts, findings and the strategic assessment."""
