"""Organisations, bodies, seats, appointments, people and sign-in."""
