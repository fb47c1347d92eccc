"""What people say to one another about the work: comments, mentions, questions referred."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cordee.people.models import Person
from cordee.platform.models import ImportRun, Owned, User
from cordee.strategy.models.initiatives import Initiative
from cordee.strategy.models.needs import Need


def _only_one(*fields: str) -> Q:
    """Exactly one of these fields names something."""
    only = Q()
    for named in fields:
        only |= Q(**{f"{field}__isnull": field != named for field in fields})
    return only


class Comment(Owned):
    """What someone said about the work. Its text stays out of the journal: it names people."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), max_length=5_000)
    said_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only_one("initiative", "need"), name="comment_is_about_one_thing"
            )
        ]
        indexes = [
            models.Index(fields=["initiative", "said_at"], name="comments_of_initiative"),
            models.Index(fields=["need", "said_at"], name="comments_of_need"),
        ]

    def __str__(self) -> str:
        return f"{self.said_at:%Y-%m-%d} {self.text[:60]}"

    @property
    def subject(self) -> Initiative | Need:
        """What it is about: the constraint says that there is one."""
        subject = self.initiative or self.need
        assert subject is not None
        return subject


class Mention(models.Model):
    """Someone called by name in a comment; it waits for them until they have done with it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentions")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "user"], name="one_mention_per_comment")
        ]
        indexes = [models.Index(fields=["user", "done_at"], name="mentions_of_user")]

    def __str__(self) -> str:
        return f"@{self.user}"


class Referral(Owned):
    """A question referred to someone who must answer it, and what they answered."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision")
        ARBITRATION = "arbitration", _("Arbitration")
        OPINION = "opinion", _("Opinion")
        WAIVER = "waiver", _("Waiver")

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OPINION)
    question = models.TextField(_("question"), max_length=2_000)
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("initiative"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="referrals",
        verbose_name=_("referred to"),
    )
    due_on = models.DateField(_("answer wanted by"), null=True, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    outcome = models.TextField(_("answer"), max_length=5_000, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="answered_referral_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | Q(source_url__startswith="/"),
                name="referral_source_is_one_of_our_pages",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="referrals_of_person")]

    def __str__(self) -> str:
        return self.question[:80]


class SetAside(Owned):
    """Something that waited for someone, who put it off until a day, or has done with it."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", _("Asked of you")
        MENTION = "mention", _("You were called")
        ANSWER = "answer", _("Answers to your questions")
        NEED = "need", _("Needs given to you")
        OBJECTIVE = "objective", _("Your initiatives without objective")
        SPONSOR = "sponsor", _("Your initiatives without a counterpart")
        WAIVER = "waiver", _("Your initiatives whose waiver ends")
        IMPORT = "import", _("Your imports to apply")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, null=True, related_name="+"
    )
    need = models.ForeignKey(Need, on_delete=models.CASCADE, null=True, related_name="+")
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, null=True, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, null=True, related_name="+")
    import_run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, null=True, related_name="+")
    until = models.DateField(null=True)
    """The day it comes back; None when it never does."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only_one("initiative", "need", "mention", "referral", "import_run"),
                name="set_aside_is_about_one_thing",
            ),
            *(
                models.UniqueConstraint(fields=["user", "kind", field], name=f"one_{field}_aside")
                for field in ("initiative", "need", "mention", "referral", "import_run")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.until or ''}"
