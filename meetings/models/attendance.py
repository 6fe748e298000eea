"""Who said they would come, who has read the papers, and who came."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest

from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from partners.audience import Audience, bodies_seen_by
from partners.models import Appointment, Body, Organisation, Seat


@governed()
class Reply(models.Model):
    """What a seat answered to the invitation. A date that moves asks again: the answer then is for another sequence."""

    class Answer(models.TextChoices):
        ATTENDING = "attending", "Attending"
        APOLOGIES = "apologies", "Sent apologies"
        DEPUTY = "deputy", "Sending a deputy"
        # what calendars call tentative: no answer yet
        UNDECIDED = "undecided", "Not sure yet"

    class Manner(models.TextChoices):
        IN_PERSON = "in person", "In person"
        ONLINE = "online", "Online"

    class CameBy(models.TextChoices):
        PORTAL = "portal", "The portal"
        LINK = "link", "The link in a letter"
        CALENDAR = "calendar", "A calendar program"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="replies")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=Answer.choices)
    # where it was said, by who attends or by the deputy who comes: a calendar program does not ask
    manner = models.CharField("how they attend", max_length=20, choices=Manner.choices, blank=True, db_default="")
    came_by = models.CharField(
        "how the reply came", max_length=20, choices=CameBy.choices, default=CameBy.PORTAL, db_default="portal"
    )
    deputy = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField("which invitation it answers")
    replied_at = models.DateTimeField()
    replied_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    # set where replies are read for their seats
    is_holder_s: bool

    class Meta:
        verbose_name = "reply"
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_reply_a_seat"),
            models.CheckConstraint(
                condition=Q(answer="deputy", deputy__isnull=False) | (~Q(answer="deputy") & Q(deputy__isnull=True)),
                name="a_deputy_is_named",
                violation_error_message="Choose which deputy you are sending.",
            ),
            models.CheckConstraint(
                condition=Q(manner="") | Q(answer__in=["attending", "deputy"]), name="only_who_comes_says_how"
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.words}"

    @property
    def words(self):
        """The answer with how they come: "Attending online", "Sending a deputy, in person"."""
        between = ", " if self.answer == Reply.Answer.DEPUTY else " "
        return f"{self.get_answer_display()}{between}{self.manner}" if self.manner else self.get_answer_display()

    def governing_body_id(self):
        return self.meeting.body_id


class ReceiptQuerySet(models.QuerySet):
    def of_papers(self) -> dict[int, datetime]:
        """When each person last opened the papers: in a file, on the web, or to take along. One query."""
        return dict(self.filter(pack_read_at__isnull=False).values_list("person", "pack_read_at"))

    def of_anything(self) -> dict[int, datetime]:
        """When each person last had the meeting's page or its papers open. One query."""
        return dict(self.values_list("person", Greatest("page_read_at", "pack_read_at")))


class Receipt(models.Model):
    """That a person has opened a meeting's page or its pack: for the secretary, who need not ask."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="receipts")
    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    page_read_at = models.DateTimeField(null=True, blank=True)
    pack_read_at = models.DateTimeField(null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "receipt"
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_receipt_a_person")]

    def __str__(self):
        return f"{self.person} has read {self.meeting}"


@governed()
class Attendance(models.Model):
    """How a seat was filled at a meeting, and by whom. A person in two seats counts once: in the seat chosen here."""

    class Status(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "Deputy present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=20, choices=Status.choices)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # the seat's terms of that day, copied: later changes of terms do not rewrite a quorum
    voting = models.BooleanField(default=False)
    counts_to_quorum = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "attendance"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_attendance_a_seat"),
            models.CheckConstraint(
                condition=~Q(status__in=["present", "deputy"]) | Q(appointment__isnull=False),
                name="somebody_present_is_named",
                violation_error_message="Say who filled the seat.",
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_status_display()}"

    def governing_body_id(self):
        return self.meeting.body_id


class DeclarationQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


@governed()
class Declaration(models.Model):
    """An interest declared at a meeting, in an item where it concerns one."""

    class Nature(models.TextChoices):
        # the first three are a councillor's, by the code of conduct; who sits for a partner has one of the others
        PECUNIARY = "pecuniary", "Disclosable pecuniary interest"
        REGISTRABLE = "registrable", "Other registrable interest"
        NON_REGISTRABLE = "non-registrable", "Non-registrable interest"
        PREJUDICIAL = "prejudicial", "Prejudicial interest"
        PERSONAL = "personal", "Personal interest"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="declarations")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="declarations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    # empty where it was recorded before this was asked
    nature = models.CharField(
        "nature of the interest", max_length=20, choices=Nature.choices, blank=True, db_default=""
    )
    interest = models.CharField(max_length=300)
    withdrew = models.BooleanField("left for the item", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField("taken back", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "declaration of interest"
        verbose_name_plural = "declarations of interest"

    def __str__(self):
        return f"{self.seat}: {self.interest}"

    @property
    def in_words(self):
        """It as minutes say it: whose it is, what kind, what, and in one item whether they left the room."""
        nature = f" ({self.get_nature_display().lower()})" if self.nature else ""
        room = (
            "" if self.item_id is None else f" They {'left' if self.withdrew else 'stayed in'} the room for this item."
        )
        return f"{self.seat}{nature}: {self.interest.rstrip('.')}.{room}"

    def governing_body_id(self):
        return self.meeting.body_id


class AttendanceRemarkQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(body__in=bodies_seen_by(person, Audience.SEATS))


@governed()
class AttendanceRemark(models.Model):
    """What an authority says to its attendance at a body's meetings in a financial year, beside the figure."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    financial_year = models.PositiveSmallIntegerField("financial year, by the year in which it begins")
    text = models.TextField("what it says", max_length=1000)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = AttendanceRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = "reply to attendance figures"
        verbose_name_plural = "replies to attendance figures"
        ordering = ["-financial_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organisation", "financial_year"], name="one_reply_of_an_authority_a_year"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_reply_to_figures_says_something"),
        ]

    def __str__(self):
        return f"{self.organisation}, {self.financial_year}"

    def governing_body_id(self):
        return self.body_id
