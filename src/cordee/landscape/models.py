"""What the landscape remembers: applications, what they are made of, who supplies them, flows."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cordee.people.models import Person, Unit
from cordee.platform.models import Owned
from cordee.platform.sorting import folded


class Supplier(Owned):
    """A company the information system depends on: editor, host, integrator, operator."""

    class Kind(models.TextChoices):
        EDITOR = "editor", _("Software editor")
        CLOUD = "cloud", _("Cloud or hosting")
        INTEGRATOR = "integrator", _("Integrator or consultancy")
        OPERATOR = "operator", _("Telecom or outsourcing operator")
        HARDWARE = "hardware", _("Hardware maker")
        COMMUNITY = "community", _("Open-source community")
        OTHER = "other", _("Other")

    code = models.CharField(_("code"), max_length=60)
    sort_code = folded("code")
    name = models.CharField(_("name"), max_length=200)
    sort_name = folded()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EDITOR)
    country = models.CharField(_("country"), max_length=60, blank=True)
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suppliers",
        verbose_name=_("owner"),
    )
    contract_end = models.DateField(_("end of the contract"), null=True, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_supplier_per_code")
        ]

    def __str__(self) -> str:
        return self.name


class Technology(Owned):
    """A language, a database, a platform… that applications are built with or run on."""

    class Category(models.TextChoices):
        """What part of an information system it is."""

        LANGUAGE = "language", _("Programming language")
        FRAMEWORK = "framework", _("Framework or library")
        DATABASE = "database", _("Database")
        EXCHANGE = "exchange", _("Exchange and integration")
        PLATFORM = "platform", _("Platform or package")
        SYSTEM = "system", _("Operating system")
        HOSTING = "hosting", _("Hosting and infrastructure")
        WORKPLACE = "workplace", _("Workplace")
        SECURITY = "security", _("Security")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        ASSESS = "assess", _("Assess")
        TRIAL = "trial", _("Trial")
        ADOPT = "adopt", _("Adopt")
        HOLD = "hold", _("Hold")
        RETIRE = "retire", _("Retire")

    code = models.CharField(_("code"), max_length=60)
    sort_code = folded("code")
    name = models.CharField(_("name"), max_length=200)
    sort_name = folded()
    version = models.CharField(_("version"), max_length=60, blank=True)
    sort_version = folded("version")
    category = models.CharField(
        _("category"), max_length=10, choices=Category, default=Category.OTHER
    )
    status = models.CharField(_("stance"), max_length=8, choices=Status, default=Status.ADOPT)
    supplier = models.ForeignKey(
        Supplier,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="technologies",
        verbose_name=_("supplier"),
    )
    support_end = models.DateField(_("end of support"), null=True, blank=True)
    is_open_ended = models.BooleanField(_("supported, no end announced"), default=False)
    support_source = models.CharField(_("source of the end of support"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="one_technology_per_code"
            ),
            models.CheckConstraint(
                condition=Q(support_end__isnull=True) | Q(is_open_ended=False),
                name="support_ends_or_has_no_end",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "support_end"], name="technology_end_of_support")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()

    def is_out_of_support(self, on: date) -> bool:
        """Whether its support is known to have ended by that day; an unknown end is not one."""
        return self.support_end is not None and self.support_end < on


class Application(Owned):
    """A piece of software that people use or that other software calls."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        LIVE = "live", _("Live")
        RETIRING = "retiring", _("Being retired")
        RETIRED = "retired", _("Retired")

    code = models.CharField(_("code"), max_length=60)
    sort_code = folded("code")
    name = models.CharField(_("name"), max_length=200)
    sort_name = folded()
    description = models.TextField(_("description"), blank=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("unit"),
    )
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("owner"),
    )
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.LIVE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="one_application_per_code"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "sort_name"], name="application_name"),
            models.Index(fields=["organisation", "sort_code"], name="application_code"),
        ]

    def __str__(self) -> str:
        return self.name


class TechnologyUse(Owned):
    """An application is built with a technology or runs on it, in a version, for a purpose."""

    class Purpose(models.TextChoices):
        BUILD = "build", _("Built with")
        DATA = "data", _("Keeps its data in")
        EXCHANGE = "exchange", _("Exchanges through")
        HOST = "host", _("Runs on")
        PROTECT = "protect", _("Protected by")
        OTHER = "other", _("Uses")

    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="technology_uses",
        verbose_name=_("application"),
    )
    technology = models.ForeignKey(
        Technology, on_delete=models.PROTECT, related_name="uses", verbose_name=_("technology")
    )
    purpose = models.CharField(_("role"), max_length=8, choices=Purpose, default=Purpose.BUILD)
    version = models.CharField(
        _("version in use"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the version of the technology itself."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "technology", "purpose"], name="one_technology_use_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} — {self.technology}"


class Supply(Owned):
    """A supplier does something for an application: edits, hosts, integrates, maintains it."""

    class Purpose(models.TextChoices):
        EDITS = "edits", _("Edits it")
        HOSTS = "hosts", _("Hosts it")
        INTEGRATES = "integrates", _("Built or integrated it")
        MAINTAINS = "maintains", _("Maintains it")
        OTHER = "other", _("Other service")

    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="supplies",
        verbose_name=_("application"),
    )
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, related_name="supplies", verbose_name=_("supplier")
    )
    purpose = models.CharField(_("role"), max_length=10, choices=Purpose, default=Purpose.EDITS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "supplier", "purpose"], name="one_supply_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} — {self.supplier}"


class Interface(Owned):
    """A flow of data from an application to another one, and how it travels."""

    class Style(models.TextChoices):
        """How the data travel."""

        API = "api", _("API")
        FILE = "file", _("File")
        DATABASE = "database", _("Database")
        MESSAGE = "message", _("Message")
        MANUAL = "manual", _("By hand")

    class Frequency(models.TextChoices):
        """How often the data travel."""

        CONTINUOUS = "continuous", _("As it happens")
        HOURLY = "hourly", _("Every hour")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        ON_DEMAND = "on_demand", _("On demand")
        UNKNOWN = "unknown", _("Not known")

    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    sort_name = folded()
    source = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="flows_out", verbose_name=_("source")
    )
    target = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="flows_in", verbose_name=_("target")
    )
    style = models.CharField(_("style"), max_length=8, choices=Style)
    data = models.TextField(_("data carried"), blank=True)
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=Frequency, default=Frequency.UNKNOWN
    )
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interfaces",
        verbose_name=_("owner"),
    )
    status = models.CharField(
        _("state"), max_length=10, choices=Application.Status, default=Application.Status.LIVE
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_interface_per_code"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="interface_joins_two_applications"
            ),
        ]

    def __str__(self) -> str:
        return self.name
