"""People who sign in."""

import unicodedata

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from ccsp_portal.history.tracking import governed

# the person under whose name the timetable acts; nobody can sign in as it
TIMETABLE_EMAIL = "timetable@portal.invalid"


def folded(text: str) -> str:
    """The text without accents and capitals: what people type when they look for a name."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def sort_key(name: str) -> str:
    """A person's name as lists sort it: surname first, accents folded, since the database sorts by code point."""
    *given, surname = folded(name).split() or [""]
    return " ".join([surname, *given])


class Reminder(models.TextChoices):
    """What a person may do without: each is also said where they work, and changes nothing."""

    MEETING = "meeting", "A meeting is near"
    PAPER = "paper", "A paper of yours is due"
    ACTION = "action", "An action point of yours is due"


class UserQuerySet(models.QuerySet):
    def people(self):
        return self.exclude(email=TIMETABLE_EMAIL)

    def who_proved(self, address):
        """Who has confirmed that an address is theirs, one person at most: never who only wrote it down."""
        return self.people().filter(emailaddress__email=address.strip().lower(), emailaddress__verified=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, name, password=None):
        """Make a person who may sign in once they have a password. The address is kept in lower case."""
        user = self.model(email=email.strip().lower(), name=name.strip(), sort_key=sort_key(name))
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def timetable(self):
        """The named, non-login user under whom reminders and other timed acts are done."""
        return self.get_or_create(
            email=TIMETABLE_EMAIL, defaults={"name": "The timetable", "sort_key": "timetable the", "password": "!"}
        )[0]


@governed(exclude=["email", "password", "last_login", "sort_key", "pronouns", "unwanted"])
class User(AbstractBaseUser):
    """A person. What they may do comes from their appointments of today, never from here."""

    email = models.EmailField(
        "e-mail address", unique=True, error_messages={"unique": "Somebody already has this address."}
    )
    name = models.CharField(max_length=150)
    pronouns = models.CharField(max_length=40, blank=True)
    # the reminders that they do without
    unwanted = ArrayField(
        models.CharField(max_length=20, choices=Reminder),
        verbose_name="reminders not wanted",
        default=list,
        db_default=[],
        blank=True,
    )
    sort_key = models.CharField(max_length=200, editable=False)
    is_active = models.BooleanField("may sign in", default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_an_address",
                violation_error_message="Somebody already has this address.",
            ),
        ]

    def __str__(self):
        return self.name

    def wants(self, reminder: Reminder) -> bool:
        return reminder not in self.unwanted

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split()[0] if self.name else ""

    def has_perm(self, perm, thing=None):
        """Whether the person may do the act `perm` ("meetings.circulate_pack") to `thing` today."""
        return self.is_active and rules.has_perm(perm, self, thing)

    def has_perms(self, perms, thing=None):
        """Whether the person may do every one of the acts: what `permission_required` asks."""
        return all(self.has_perm(perm, thing) for perm in perms)

    @property
    def is_staff(self):
        return False

    @property
    def is_superuser(self):
        return False
