"""One box over every app."""
