"""Ways into an organisation: a place kept for an e-mail, a token for a program."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cordee.people.models.organisation import Unit
from cordee.platform.access import Role
from cordee.platform.models import Owned, User

DIGEST = 64
"""Length of a SHA-256 digest in hexadecimal: what is kept of a link or of a token."""


class Invitation(Owned):
    """A place kept for an e-mail, until whoever holds the link takes it or the time is over."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=24, choices=Role)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("perimeter"))
    digest = models.CharField(max_length=DIGEST, unique=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("valid until"))
    was_shown = models.BooleanField(default=False)
    """The link was shown to whoever invites: holding it does not prove who reads the mailbox."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"], name="one_invitation_per_email"
            )
        ]

    def __str__(self) -> str:
        return self.email


class PersonalToken(Owned):
    """What a program shows to act for one member, in one organisation, until a day."""

    class Scope(models.TextChoices):
        """What the program may do, never more than the member."""

        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="personal_tokens")
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope, default=Scope.READ)
    prefix = models.CharField(max_length=16)
    """The first characters, by which its owner recognises it."""
    digest = models.CharField(max_length=DIGEST, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True)

    def __str__(self) -> str:
        return self.name
