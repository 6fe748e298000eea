"""An event of somebody else's calendar, as far as it matters here: who meets, and when."""

from dataclasses import dataclass
from datetime import datetime

# what stops an event from taking place; anything else (such as "if necessary") may take place
OFF = frozenset({"cancelled", "not required"})


@dataclass(frozen=True)
class Event:
    """`starts_at` and `ends_at` are aware. `row` is the line of the file, or the number of the event in it.

    `status` is "" or what its title said: "cancelled", "not required", "if necessary".
    """

    uid: str
    committee: str
    title: str
    starts_at: datetime
    ends_at: datetime
    status: str
    row: int

    @property
    def goes_ahead(self) -> bool:
        return self.status not in OFF

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether it shares any time with a meeting: one that ends as the other starts does not."""
        return self.starts_at < ends_at and starts_at < self.ends_at
