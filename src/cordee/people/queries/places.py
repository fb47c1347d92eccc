"""Public holidays of a country and of its subdivisions, from the package `holidays`."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FRANCE = "FR"
COUNTRIES: dict[str, str | Promise] = {
    FRANCE: _("France"),
    "DE": _("Germany"),
    "AT": _("Austria"),
    "BE": _("Belgium"),
    "CA": _("Canada"),
    "CI": _("Ivory Coast"),
    "ES": _("Spain"),
    "US": _("United States"),
    "IN": _("India"),
    "IE": _("Ireland"),
    "IT": _("Italy"),
    "LU": _("Luxembourg"),
    "MA": _("Morocco"),
    "NL": _("Netherlands"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "GB": _("United Kingdom"),
    "SN": _("Senegal"),
    "SE": _("Sweden"),
    "CH": _("Switzerland"),
    "CZ": _("Czechia"),
    "TN": _("Tunisia"),
}
"""Countries that a calendar is offered; an imported one may name any that `holidays` knows."""
WITH_SUBDIVISIONS = ("FR", "DE", "BE", "CA", "ES", "GB", "CH")
SCHOOL_ZONES = ("Zone A", "Zone B", "Zone C")
"""Subdivisions of France that say when schools close, not when people work."""


def public_holidays(
    country: str, *, subdivision: str, years: range, language: str = "en"
) -> Mapping[date, str] | None:
    """Each public holiday with its name; none without a country, None when the place is unknown."""
    if not country:
        return {}
    found: dict[date, str] = {}
    for year in years:
        names = _of_year(country, subdivision, year, language)
        if names is None:
            return None
        found |= names
    return found


def is_place(country: str, *, subdivision: str) -> bool:
    """Whether the public holidays of a place are known; a calendar may name no place at all."""
    if not country:
        return not subdivision
    return _described(country, subdivision=subdivision, year=2026) is not None


def subdivisions(country: str) -> dict[str, str]:
    """The subdivisions of a country that have holidays of their own, by code, with their names."""
    described = _described(country, subdivision="", year=2026)
    if described is None:
        return {}
    names = {code: code for code in described.subdivisions if code not in SCHOOL_ZONES}
    for alias, code in described.subdivisions_aliases.items():
        if code in names and (names[code] == code or len(alias) > len(names[code])):
            names[code] = alias
    return names


@lru_cache(maxsize=4096)
def _of_year(country: str, subdivision: str, year: int, language: str) -> dict[date, str] | None:
    known = _described(country, subdivision=subdivision, year=year)
    if known is None:
        return None
    spoken = next((s for s in known.supported_languages if s.startswith(language)), None)
    told = _described(country, subdivision=subdivision, year=year, language=spoken)
    return dict(told.items()) if told is not None else None


def _described(
    country: str, *, subdivision: str, year: int, language: str | None = None
) -> Any | None:
    from holidays import country_holidays

    try:
        return country_holidays(country, subdiv=subdivision or None, years=year, language=language)
    except NotImplementedError:
        return None
