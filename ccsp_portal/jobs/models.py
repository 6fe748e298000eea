"""Job: the row that is the truth about long work."""

from django.db import models


class Job(models.Model):
    """One piece of long work."""

    kind = models.CharField(max_length=100)

    def __str__(self):
        return self.kind
