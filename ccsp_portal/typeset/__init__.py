"""Typst and pikepdf: accessible PDF and the pack assembler."""
