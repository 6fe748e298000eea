"""Notice: what somebody is told. Mail: the message that tells them. No history is kept, so that both can be removed."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from ccsp_portal.notices.personal import leave_out


class Enclosure(models.Model):
    """A file that goes with notices: stored once, however many people get it."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    data = models.BinaryField()

    class Meta:
        verbose_name = "enclosure"

    def __str__(self):
        return self.name


class NoticeQuerySet(models.QuerySet):
    def with_latest_mail(self):
        """Each with the `mail_state`, `mail_error` and `mail_sent_at` of the latest message that carries it."""
        latest = Mail.objects.filter(notices=OuterRef("pk")).order_by("-written_at", "-pk")
        return self.annotate(
            mail_state=Subquery(latest.values("state")[:1]),
            mail_error=Subquery(latest.values("last_error")[:1]),
            mail_sent_at=Subquery(latest.values("sent_at")[:1]),
        )


class Notice(models.Model):
    """A fact, as it was told to one person: worded when it was written, so that it says what was true then."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    # only for people who have no account yet; everybody else's address is read at delivery
    address = models.EmailField(blank=True)
    # the same fact is told to the same person once: a reminder can't repeat
    once_key = models.CharField(max_length=200)
    template = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    # the text holds a personal link: nobody else reads it, and it is forgotten once it is sent
    is_secret = models.BooleanField(default=False)
    # what the recipient must still be able to see at delivery, "meetings.agendaitem:12"; nothing is asked where empty
    sight = models.CharField(max_length=200, blank=True)
    # iCalendar's method, such as REQUEST, where `calendar` is given
    method = models.CharField(max_length=20, blank=True)
    calendar = models.ForeignKey(Enclosure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enclosures = models.ManyToManyField(Enclosure, related_name="+")
    # which call wrote it
    batch = models.UUIDField()
    written_at = models.DateTimeField(db_index=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "notice"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "once_key"], name="one_notice_of_a_fact_to_a_person"),
            models.UniqueConstraint(
                fields=["address", "once_key"], condition=~Q(address=""), name="one_notice_of_a_fact_to_an_address"
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address="") | (Q(recipient__isnull=True) & ~Q(address="")),
                name="a_notice_is_to_a_person_or_an_address",
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def text_without_links(self):
        """The text as others than its recipient may read it."""
        return leave_out(self.text)


class Mail(models.Model):
    """One message to one person, with one or many notices. Its Message-ID is its key: a repeat carries the same."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        WITHHELD = "withheld", "Not sent"
        # a later letter says what it would have said
        REPLACED = "replaced", "Replaced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notices = models.ManyToManyField(Notice, related_name="mails")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # waiting: when to try; being sent: when the attempt is given up for lost
    next_try_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "mail"
        ordering = ["written_at"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=["waiting", "sending"]), name="mail_to_send")
        ]

    def __str__(self):
        return self.message_id

    @property
    def message_id(self):
        return f"<{self.pk}@{urlsplit(settings.PORTAL_BASE_URL).hostname}>"
