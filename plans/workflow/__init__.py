"""The acts: writing a plan, taking it to the Board, adopting and publishing it, reporting on what it promised."""
