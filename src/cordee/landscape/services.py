"""What changes the landscape."""

from datetime import datetime

from django.utils.translation import gettext as _

from cordee.landscape.models import (
    Application,
    Interface,
    Supplier,
    Supply,
    Technology,
    TechnologyUse,
)
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.storing import removed, stored


def save_application(application: Application, *, by: User, at: datetime) -> Application:
    return stored(application, action="landscape.save_application", by=by, at=at)


def remove_application(application: Application, *, by: User, at: datetime) -> None:
    """Remove an application on which nothing is spent and through which nothing flows."""
    if application.spend.exists() or application.initiatives.exists():
        raise Refused(
            _("“%(application)s” still has initiatives or spend: mark it retired instead.")
            % {"application": application.name}
        )
    if application.flows_in.exists() or application.flows_out.exists():
        raise Refused(
            _("“%(application)s” still exchanges data: remove its interfaces first.")
            % {"application": application.name}
        )
    removed(application, action="landscape.remove_application", by=by, at=at)


def save_supplier(supplier: Supplier, *, by: User, at: datetime) -> Supplier:
    return stored(supplier, action="landscape.save_supplier", by=by, at=at)


def remove_supplier(supplier: Supplier, *, by: User, at: datetime) -> None:
    """Remove a supplier on whom nothing depends."""
    if supplier.supplies.exists() or supplier.technologies.exists():
        raise Refused(
            _("“%(supplier)s” still serves applications or edits technologies: change that first.")
            % {"supplier": supplier.name}
        )
    removed(supplier, action="landscape.remove_supplier", by=by, at=at)


def save_technology(technology: Technology, *, by: User, at: datetime) -> Technology:
    """Create or change a technology; its support ends on a day, or has no end, not both."""
    if technology.support_end and technology.is_open_ended:
        raise Refused(_("Write the day its support ends, or that no end is announced, not both."))
    return stored(technology, action="landscape.save_technology", by=by, at=at)


def remove_technology(technology: Technology, *, by: User, at: datetime) -> None:
    """Remove a technology that no application uses."""
    if technology.uses.exists():
        raise Refused(
            _("Applications still use “%(technology)s”: mark it to be retired instead.")
            % {"technology": technology}
        )
    removed(technology, action="landscape.remove_technology", by=by, at=at)


def save_technology_use(use: TechnologyUse, *, by: User, at: datetime) -> TechnologyUse:
    """Say that an application uses a technology; once for each role."""
    twins = TechnologyUse.objects.filter(
        application=use.application, technology=use.technology, purpose=use.purpose
    )
    if twins.exclude(pk=use.pk).exists():
        raise Refused(_("This technology is already written for this application in that role."))
    return stored(use, action="landscape.save_technology_use", by=by, at=at)


def remove_technology_use(use: TechnologyUse, *, by: User, at: datetime) -> None:
    removed(use, action="landscape.remove_technology_use", by=by, at=at)


def save_supply(supply: Supply, *, by: User, at: datetime) -> Supply:
    """Say what a supplier does for an application; once for each role."""
    twins = Supply.objects.filter(
        application=supply.application, supplier=supply.supplier, purpose=supply.purpose
    )
    if twins.exclude(pk=supply.pk).exists():
        raise Refused(_("This supplier is already written for this application in that role."))
    return stored(supply, action="landscape.save_supply", by=by, at=at)


def remove_supply(supply: Supply, *, by: User, at: datetime) -> None:
    removed(supply, action="landscape.remove_supply", by=by, at=at)


def save_interface(interface: Interface, *, by: User, at: datetime) -> Interface:
    """Create or change a flow between two different applications."""
    if interface.source_id == interface.target_id:
        raise Refused(_("An interface joins two applications: choose another one."))
    return stored(interface, action="landscape.save_interface", by=by, at=at)


def remove_interface(interface: Interface, *, by: User, at: datetime) -> None:
    removed(interface, action="landscape.remove_interface", by=by, at=at)
