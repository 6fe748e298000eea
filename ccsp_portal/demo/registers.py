"""The demonstration's register of interests: most people keep theirs, and a few have not confirmed it again."""

from datetime import date

from ccsp_portal.demo.cast import Cast
from partners.interests_queries import people_asked
from partners.workflow import interests

# what some of the people declare, in the order of their surnames
DECLARED = (
    ("organisation", "Trustee of a youth club that the partnership has funded", date(2023, 9, 1)),
    ("family", "My sister works for a housing provider in the area", date(2021, 3, 15)),
    ("work", "Sits on the board of a security company, unpaid", date(2024, 1, 8)),
    ("property", "Lets a flat in the area", date(2019, 6, 1)),
)
# so many, the last by surname, let the second year's confirmation lie
LATE = 3


class Registers:
    """What each person keeps of themselves."""

    def __init__(self, cast: Cast):
        self.cast = cast

    def declare(self):
        """In the first weeks everybody who takes part in decisions confirms, and some declare something first."""
        people = list(people_asked())
        for person, (category, text, since) in zip(people, DECLARED, strict=False):
            interests.declare_interest(category=category, text=text, from_on=since, by=person)
        for person in people:
            interests.confirm_interests(person)

    def confirm_again(self):
        """A year on, most do."""
        for person in list(people_asked())[:-LATE]:
            interests.confirm_interests(person)
