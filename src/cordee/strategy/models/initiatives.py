"""What the organisation undertakes: initiatives, what they depend on, what lets them run."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cordee.landscape.models import Application
from cordee.people.models import Person, Unit
from cordee.platform.models import Owned
from cordee.platform.sorting import folded


class Initiative(Owned):
    """A piece of the strategy under way or wanted: project, product, programme."""

    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        CANDIDATE = "candidate", _("Candidate")
        APPROVED = "approved", _("Approved")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        DELIVERED = "delivered", _("Delivered")
        BENEFITS_REVIEW = "benefits_review", _("Benefits review")
        CLOSED = "closed", _("Closed")
        KILLED = "killed", _("Stopped")

    class Kind(models.TextChoices):
        PROJECT = "project", _("Project")
        PRODUCT = "product", _("Product")
        PROGRAMME = "programme", _("Programme")
        EXPERIMENT = "experiment", _("Experiment")
        OBLIGATION = "obligation", _("Obligation")

    code = models.CharField(_("code"), max_length=80)
    sort_code = folded("code")
    name = models.CharField(_("name"), max_length=300)
    sort_name = folded()
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PROJECT)
    status = models.CharField(_("state"), max_length=16, choices=Status, default=Status.CANDIDATE)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("unit"),
    )
    business_sponsor = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsored",
        verbose_name=_("business sponsor"),
    )
    it_sponsor = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led",
        verbose_name=_("IT sponsor"),
    )
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    start_unknown = models.TextField(_("why the start is unknown"), blank=True)
    end_unknown = models.TextField(_("why the end is unknown"), blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    applications = models.ManyToManyField(
        Application, blank=True, related_name="initiatives", verbose_name=_("applications")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_initiative_per_code")
        ]
        indexes = [
            models.Index(fields=["organisation", "status"], name="initiative_status"),
            models.Index(fields=["organisation", "sort_name"], name="initiative_name"),
            models.Index(fields=["organisation", "sort_code"], name="initiative_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Dependency(Owned):
    """`source` requires `target`, or excludes it."""

    class Kind(models.TextChoices):
        REQUIRES = "requires", _("requires")
        EXCLUDES = "excludes", _("excludes")

    source = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="dependencies", verbose_name=_("source")
    )
    target = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="dependents", verbose_name=_("target")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"], name="one_dependency_per_pair"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="initiative_depends_on_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"


class DuplicateVerdict(Owned):
    """What a person said of two initiatives that look alike."""

    class Verdict(models.TextChoices):
        DUPLICATE = "duplicate", _("Duplicate")
        DISTINCT = "distinct", _("Distinct")

    first = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_verdict_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_is_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}/{self.second_id}: {self.verdict}"


class Waiver(Owned):
    """Lets an initiative run without approval until a day; counted as unapproved meanwhile."""

    class Kind(models.TextChoices):
        INHERITED = "inherited", _("Already under way when imported")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="waivers")
    kind = models.CharField(max_length=10, choices=Kind)
    granted_at = models.DateTimeField()
    expires_on = models.DateField()
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.kind} {self.expires_on}"
