"""What changes the landscape."""

from datetime import datetime

from django.utils.translation import gettext as _

from cordee.landscape.models import Application
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.storing import removed, stored


def save_application(application: Application, *, by: User, at: datetime) -> Application:
    return stored(application, action="landscape.save_application", by=by, at=at)


def remove_application(application: Application, *, by: User, at: datetime) -> None:
    """Remove an application on which nothing is spent any more."""
    if application.spend.exists() or application.initiatives.exists():
        raise Refused(
            _("“%(application)s” still has initiatives or spend: mark it retired instead.")
            % {"application": application.name}
        )
    removed(application, action="landscape.remove_application", by=by, at=at)
