"""How a table comes to have a history: one decorator for every governed model."""

import pghistory


def governed(exclude=()):
    """Record every insert, update and delete of the model's rows, but for the fields in `exclude`."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
    )
