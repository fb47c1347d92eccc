"""The sentences that open the list of initiatives and the page of one of them."""

from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cordee.platform.typography import money_text, number_text
from cordee.strategy.queries.sheet import InitiativeSheet


def list_finding(initiatives: int, *, funded: int, orphans: int) -> str:
    """How many are funded, and how many of all serve nothing."""
    if not initiatives:
        return _("No initiative yet")
    told = ngettext("%(count)s funded initiative", "%(count)s funded initiatives", funded) % {
        "count": _digits(funded)
    }
    if not orphans:
        return told
    lost = ngettext("%(count)s serves no objective", "%(count)s serve no objective", orphans) % {
        "count": _digits(orphans)
    }
    return _("%(funded)s; %(orphans)s") % {"funded": told, "orphans": lost}


def sheet_finding(sheet: InitiativeSheet) -> str:
    """What it costs and what it serves."""
    return _("%(costs)s and %(serves)s") % {"costs": _costs(sheet), "serves": _serves(sheet)}


def _costs(sheet: InitiativeSheet) -> str:
    name, figure = sheet.initiative.name, sheet.figure
    if figure is None:
        return _("“%(name)s” has no spend written here") % {"name": name}
    if figure.spend is None:
        return _("“%(name)s” has an unknown cost") % {"name": name}
    told = {"name": name, "amount": _money(figure.spend, sheet.currency)}
    if not figure.known:
        return _("“%(name)s” costs at least %(amount)s") % told
    return _("“%(name)s” costs %(amount)s") % told


def _serves(sheet: InitiativeSheet) -> str:
    if not sheet.serves:
        return _("serves no objective yet")
    if len(sheet.serves) == 1:
        return _("serves “%(objective)s”") % {"objective": sheet.serves[0].name}
    count = len(sheet.serves)
    return ngettext("serves %(count)s objective", "serves %(count)s objectives", count) % {
        "count": _digits(count)
    }


def _money(amount: Decimal, currency: str) -> str:
    return money_text(amount, currency, language=_language())


def _digits(count: int) -> str:
    return number_text(count, language=_language(), decimals=0)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
