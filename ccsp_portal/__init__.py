"""The project: wiring, the ground floor and the roof of the portal."""
