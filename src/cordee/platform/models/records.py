"""The journal, and what comes in, goes out and is kept."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cordee.platform.models.organisation import Owned, User


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


class Archive(Owned):
    """All of the organisation in one file, for its owners to take away; kept for some days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        GONE = "gone", _("no longer kept")

    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    stored_as = models.CharField(max_length=80)
    rows = models.PositiveBigIntegerField(null=True)
    """None until it is written."""
    size = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.organisation}"


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
