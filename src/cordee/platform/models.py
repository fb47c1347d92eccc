"""What the platform remembers: users, the tenant, its journal and its imports."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who signs in. The journal knows the pseudonym only: a name can be erased."""

    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.username


class Colour(models.TextChoices):
    """By which a client is recognised at a glance; blue, amber and gold are the rope's own."""

    TEAL = "teal", _("Teal")
    PLUM = "plum", _("Plum")
    OLIVE = "olive", _("Olive")
    BRICK = "brick", _("Brick")
    INDIGO = "indigo", _("Indigo")
    FOREST = "forest", _("Forest")
    ROSE = "rose", _("Rose")
    SLATE = "slate", _("Slate")


class Organisation(models.Model):
    """The tenant: every row belongs to one, every query is scoped to it."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    language = models.CharField(_("language"), max_length=5, default="fr")
    fiscal_year_start = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"), default=1
    )
    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year shown"),
        null=True,
        blank=True,
        help_text=_("Empty: whole-life spend, not spread over the years."),
    )
    colour = models.CharField(
        _("colour"),
        max_length=6,
        choices=Colour,
        blank=True,
        help_text=_("Empty: one that none of the reader’s other clients has, as long as there is."),
    )
    is_demo = models.BooleanField(default=False)
    requires_second_factor = models.BooleanField(
        _("second factor required"),
        default=False,
        help_text=_("Members who have none are led to set one up before anything else."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fiscal_year_start__gte=1, fiscal_year_start__lte=12),
                name="fiscal_year_starts_in_a_month",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Owned(models.Model):
    """A row of one organisation. Its revision moves on each time it changes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class ExchangeRate(Owned):
    """What one unit of a foreign currency is worth in the organisation's, from a day on."""

    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "currency", "day"], name="one_rate_per_currency_and_day"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day}: {self.rate}"


class Entry(Owned):
    """One line of the journal: who did what, when, to what, and why; chained to the one before."""

    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField()
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(null=True, editable=False)  # type: ignore[assignment]
    """The revision its subject came to; None when the subject keeps none, or did not change."""
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_entry_per_number")
        ]
        indexes = [models.Index(fields=["organisation", "subject"], name="entries_of_a_row")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.action} {self.subject}"


class SharedEntry(Owned):
    """What a line of the journal about many rows says of one: its part, for its history."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="parts")
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(null=True, editable=False)  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["organisation", "subject"], name="shared_entries_of_a_row")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class SavedView(Owned):
    """What somebody asks of a list often enough to give it a name."""

    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    space = models.CharField(max_length=20)
    plural = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    asked = models.TextField()
    """The query string of the list: words, filters, view, order, columns."""
    is_shared = models.BooleanField(_("shared with the organisation"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "author", "space", "plural", "name"],
                name="one_saved_view_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportRun(Owned):
    """One file brought in: what was read, how it was understood, what it changed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("to check")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("under way")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    register = models.CharField(max_length=80, blank=True)
    """The list that Cordée exported to this file; empty for a portfolio from elsewhere."""
    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    mapping = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    changes = models.BinaryField(default=b"")
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class Work(models.Model):
    """What is told of long work under way in PostgreSQL (cordee.platform.jobs.tables)."""

    name = models.CharField(max_length=80, primary_key=True)
    told = models.TextField(blank=True)
    is_to_stop = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Export(Owned):
    """One register taken out to a file: by whom, when, which rows; what they said is not kept."""

    public = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=80)
    format = models.CharField(max_length=4)
    narrowed = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    rows = models.PositiveIntegerField(null=True)
    """None until the last row has left."""
    numbers = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"{self.register} {self.at:%Y-%m-%d}"


class Notice(models.TextChoices):
    """What somebody may be told by mail."""

    CALL = "call", _("A comment calls you")
    QUESTION = "question", _("A question is asked of you, or yours is answered")
    COMMENT = "comment", _("Your initiatives are commented")
    WAITING = "waiting", _("What waits for you, what is late")
    CHANGES = "changes", _("What changed within your reach")


class Pace(models.TextChoices):
    """When somebody is told."""

    AT_ONCE = "at_once", _("At once")
    WEEKLY = "weekly", _("In the digest of the week")
    NEVER = "never", _("Never by mail")


class MailChoices(models.Model):
    """What an account wants to receive, when, in which language; none written, the defaults."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_choices")
    language = models.CharField(_("language of the mails"), max_length=5, blank=True)
    call = models.CharField(Notice.CALL.label, max_length=8, choices=Pace, default=Pace.AT_ONCE)
    question = models.CharField(
        Notice.QUESTION.label, max_length=8, choices=Pace, default=Pace.AT_ONCE
    )
    comment = models.CharField(
        Notice.COMMENT.label, max_length=8, choices=Pace, default=Pace.WEEKLY
    )
    waiting = models.CharField(
        Notice.WAITING.label, max_length=8, choices=Pace, default=Pace.WEEKLY
    )
    changes = models.CharField(
        Notice.CHANGES.label, max_length=8, choices=Pace, default=Pace.WEEKLY
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(waiting="at_once") & ~Q(changes="at_once"),
                name="a_state_of_things_is_told_weekly",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class Letter(models.Model):
    """A mail to send: written with the act it tells, sent by the worker, again until it leaves."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to leave")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused by the server")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=10)
    """A notice, or the digest: what the link at its foot stops."""
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="letters_due")]

    def __str__(self) -> str:
        return self.subject


class Digest(models.Model):
    """The digest of a week made for a member: the row itself sees that there is only one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    """Its Monday."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "week"], name="one_digest_per_week"
            )
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.user_id}"


class BulkChange(Owned):
    """One field changed on many rows at once: what became of each, kept to be undone."""

    register = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    changed = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    refusals = models.JSONField(default=list)
    changes = models.BinaryField(default=b"")
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.register} {self.field} ({self.changed})"


class Webhook(Owned):
    """An address of another program, told of what changes here; stopped when it stays silent."""

    url = models.CharField(_("address"), max_length=500)
    families = models.JSONField(_("events told"), default=list)
    """Keys of `platform.webhooks.families`."""
    sealed_secret = models.TextField(editable=False)
    """Signs what is sent; unreadable without the secret key of the installation."""
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0, editable=False)
    """Attempts failed in a row."""
    failing_since = models.DateTimeField(null=True, editable=False)
    quiet_until = models.DateTimeField(null=True, editable=False)
    """Nothing leaves before, so that an address that hangs is not waited for at each event."""
    stopped_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One event for one webhook: written with the act it tells, sent by the worker."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to leave")
        DELIVERED = "delivered", _("received")
        ABANDONED = "abandoned", _("given up")

    class Problem(models.TextChoices):
        """Why an attempt failed."""

        ADDRESS = "address", _("The address may not be reached from here.")
        CERTIFICATE = "certificate", _("Its certificate is not trusted.")
        UNREACHABLE = "unreachable", _("Nothing answers there.")
        SLOW = "slow", _("No whole answer came in time.")
        REDIRECT = "redirect", _("It sends elsewhere: redirections are not followed.")
        REFUSED = "refused", _("It answered that it does not take it.")
        SEALED = "sealed", _("Its secret was sealed with another secret key: make a new one.")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """The same at each attempt: who received it twice knows it."""
    event = models.CharField(max_length=80)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    """The beginning of what it answered."""
    problem = models.CharField(max_length=12, choices=Problem, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="deliveries_due")]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"
