"""What people remembers: the tree of units, persons, and who is a member of an organisation."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cordee.people.models.calendars import WorkingCalendar
from cordee.platform.access import Role
from cordee.platform.models import Organisation, Owned, User
from cordee.platform.sorting import folded


class Unit(Owned):
    """A part of the organisation: a business line, an IT department, a support function."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("Business")
        IT = "it", _("IT")
        SUPPORT = "support", _("Support")

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent unit"),
    )
    code = models.CharField(_("code"), max_length=40)
    sort_code = folded("code")
    name = models.CharField(_("name"), max_length=160)
    sort_name = folded()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BUSINESS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_unit_per_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="unit_is_not_its_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(Owned):
    """Someone who sponsors, owns or works; may or may not have an account."""

    class College(models.TextChoices):
        IT = "it", _("IT")
        BUSINESS = "business", _("Business")
        FINANCE = "finance", _("Finance")
        SECURITY = "security", _("Security")
        DATA = "data", _("Data")
        OTHER = "other", _("Other")

    class Level(models.TextChoices):
        EXECUTIVE = "executive", _("Executive")
        MIDDLE = "middle", _("Middle manager")
        OPERATIONAL = "operational", _("Operational")

    name = models.CharField(_("name"), max_length=120)
    sort_name = folded()
    email = models.EmailField(_("e-mail"), blank=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("unit"),
    )
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="persons"
    )
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("working calendar"),
        help_text=_("Empty: the calendar of the team."),
    )
    college = models.CharField(_("college"), max_length=10, choices=College, default=College.OTHER)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.OPERATIONAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_person_per_name")
        ]
        indexes = [
            models.Index(fields=["organisation", "email"], name="person_email"),
            models.Index(fields=["organisation", "sort_name"], name="person_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's place in an organisation: a role, and possibly a perimeter of units."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=24, choices=Role)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("perimeter"))
    inbox_revision = models.PositiveIntegerField(default=0, editable=False)
    """What is remembered of the member's inbox is of this revision and of the journal's last line:
    ordering one's own inbox leaves no line there."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], name="one_membership_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.organisation}: {self.get_role_display()}"
