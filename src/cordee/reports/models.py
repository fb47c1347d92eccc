"""What the board pack remembers: the presentations it was asked to dress its slides with."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cordee.platform.models import Owned


class SlideTemplate(Owned):
    """One version of the customer's presentation; at most one is in use."""

    number = models.PositiveIntegerField(_("version"))
    file_name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    """SHA-256 of the content: the journal keeps it too."""
    at = models.DateTimeField(_("brought on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="one_slide_template_per_number"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_in_use=True),
                name="one_slide_template_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
