"""The mail that carries an invitation."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.people.models import Invitation
from cordee.people.services import Sealed, show_invitation
from cordee.platform.models import User

ON_THE_SPOT = {
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
}
"""Ways of sending that reach nobody's mailbox."""


def handed_over(sealed: Sealed, *, address: Callable[[str], str], by: User, at: datetime) -> str:
    """Mail the link; where no mail leaves, the link itself, and it is remembered as shown.

    `address` makes a whole address of a path."""
    link = address(reverse("people:join", args=[sealed.secret]))
    if sent(sealed.invitation, link=link, by=by):
        return ""
    show_invitation(sealed.invitation, by=by, at=at)
    return link


def sent(invitation: Invitation, *, link: str, by: User) -> bool:
    """Mail the link, in the language of the organisation; whether it left for a mailbox."""
    told = {"invitation": invitation, "link": link, "by": by}
    with override(invitation.organisation.language):
        subject = _("%(organisation)s invites you to Cordée") % {
            "organisation": invitation.organisation
        }
        text = render_to_string("people/invitation.txt", told)
    try:
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
    except OSError:  # no server answers, or it refuses: the page says so
        return False
    return settings.EMAIL_BACKEND not in ON_THE_SPOT
