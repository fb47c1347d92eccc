"""How a new member chooses a first password: a link that works once, and its mail."""

from datetime import datetime

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.people.models import Membership
from cordee.platform.models import User

ON_THE_SPOT = {
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
}
"""Ways of sending that reach nobody's mailbox."""


def first_password_path(user: User) -> str:
    """Where this account chooses its password, until it has one."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    named = {"uidb36": user_pk_to_url_str(user), "key": token}
    return reverse("account_reset_password_from_key", kwargs=named)


def sent(membership: Membership, *, link: str, until: datetime, by: User) -> bool:
    """Mail the link, in the language of the organisation; whether it left for a mailbox."""
    told = {"membership": membership, "link": link, "until": until, "by": by}
    with override(membership.organisation.language):
        subject = _("You are a member of %(organisation)s in Cordée") % {
            "organisation": membership.organisation
        }
        text = render_to_string("people/invitation.txt", told)
    try:
        send_mail(" ".join(subject.split()), text, None, [membership.user.email])
    except OSError:  # no server answers, or it refuses: the page says so
        return False
    return settings.EMAIL_BACKEND not in ON_THE_SPOT
