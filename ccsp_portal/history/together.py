"""Many triggers, constraints and indexes in a migration as one operation."""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Does operations that change no field at once: triggers, constraints and indexes, as `makemigrations` writes them.

    One by one, each has Django draw every related model anew: 800 of them took minutes, in which nothing else could
    begin. What they add is asked of the operations themselves, never of the model as it was drawn.
    """

    reduces_to_sql = True

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.reload_model = lambda *args, **kwargs: None
        try:
            for operation in self.operations:
                operation.state_forwards(app_label, state)
        finally:
            del state.reload_model

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)
