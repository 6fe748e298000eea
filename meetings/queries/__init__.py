"""Reads about meetings that join several tables; what is due is asked for by the whole portal."""

from meetings.queries.deadlines import due_by, owed_by

__all__ = ["due_by", "owed_by"]
