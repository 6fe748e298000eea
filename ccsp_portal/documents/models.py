"""Document: a stored file, its hash and its marking."""

from django.db import models


class Document(models.Model):
    """One stored file."""

    name = models.CharField(max_length=200)

    def __str__(self):
        return self.name
