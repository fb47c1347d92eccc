"""What is told by mail: what an account chose, what waits to leave."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cordee.platform.models.organisation import Organisation, User


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
