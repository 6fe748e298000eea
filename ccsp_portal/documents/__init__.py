"""Stored files: their hash, their marking, what was checked."""
