"""Meetings, agendas, papers, attendance, minutes, decisions and action points."""
