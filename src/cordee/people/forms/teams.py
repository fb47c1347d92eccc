"""What people write of teams, of who works there and of who is away."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cordee.people import queries
from cordee.people.models import (
    Absence,
    Allocation,
    Reserve,
    Span,
    Team,
    WorkingCalendar,
    span_written,
)
from cordee.people.models.calendars import WEEKDAYS
from cordee.platform.access import Reader
from cordee.platform.forms import AmountField, Choices, DayInput, ScopedForm

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")


class DaysField(forms.CharField):
    """Days, one line each: a day, or the first and the last of several."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = "\n".join(value) if isinstance(value, list) else super().to_python(value) or ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [str(self._span(number, line)) for number, line in enumerate(lines, start=1)]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(_told(text) for text in value) if isinstance(value, list) else value

    def _span(self, number: int, line: str) -> Span:
        try:
            days = [_day(*found.groups()) for found in _DAY.finditer(line)]
            if len(days) in (1, 2) and not re.search(r"\d", _DAY.sub("", line)):
                return span_written(str(Span(days[0], days[-1])))
        except ValueError:
            pass
        raise ValidationError(
            _(
                "Line %(number)s, “%(line)s”: write a day such as 24/12/2026, or the first and "
                "the last day with a dash between them."
            )
            % {"number": number, "line": line}
        )


class TeamForm(ScopedForm):
    """A team, its unit and who leads it."""

    unique_field = "code"

    class Meta:
        model = Team
        fields = ("name", "code", "unit", "lead", "calendar")

    def choices(self, reader: Reader) -> Choices:
        return {
            "unit": queries.units(reader),
            "lead": queries.people(reader),
            "calendar": queries.calendars(reader),
        }


class AllocationForm(ScopedForm):
    """Which share of a person's time a team has, and when."""

    class Meta:
        model = Allocation
        fields = ("person", "team", "percent", "start", "end")
        field_classes = {"percent": AmountField}
        widgets = {"start": DayInput(), "end": DayInput()}

    def choices(self, reader: Reader) -> Choices:
        return {"person": queries.people(reader), "team": queries.teams(reader)}


class AbsenceForm(ScopedForm):
    """When a person is away."""

    class Meta:
        model = Absence
        fields = (
            *("person", "kind", "start", "starts_at_noon", "end", "ends_at_noon"),
            "is_planned",
        )
        widgets = {"start": DayInput(), "end": DayInput()}
        help_texts = {
            "kind": gettext_lazy("Never write a reason of health: choose “Other absence”."),
        }

    def choices(self, reader: Reader) -> Choices:
        return {"person": queries.people_followed(reader)}


class ReserveForm(ScopedForm):
    """What a team keeps of its time from a day on."""

    class Meta:
        model = Reserve
        fields = ("team", "since", "run", "unplanned")
        field_classes = {"run": AmountField, "unplanned": AmountField}
        widgets = {"since": DayInput()}
        help_texts = {
            "since": gettext_lazy("Quarters before that day keep the shares they had."),
            "run": gettext_lazy("Of the time at work: what keeps existing things running."),
            "unplanned": gettext_lazy("Of the time at work: kept for what nobody foresaw."),
        }

    def choices(self, reader: Reader) -> Choices:
        return {"team": queries.teams(reader)}


class CalendarForm(ScopedForm):
    """When people work: a place, a week, closed days."""

    unique_field = "name"
    place = forms.ChoiceField(
        label=gettext_lazy("Public holidays of"),
        required=False,
        help_text=gettext_lazy("Alsace and Moselle have two more than the rest of France."),
    )
    closed_days = DaysField(
        label=gettext_lazy("Closed days"),
        required=False,
        help_text=gettext_lazy("One line each: 24/12/2026, or 10/08/2026 - 14/08/2026."),
    )
    worked_holidays = DaysField(
        label=gettext_lazy("Public holidays that are worked"),
        required=False,
        help_text=gettext_lazy("One line each, for example a solidarity day."),
    )
    field_order = ("name", "place", *WEEKDAYS, "day_hours", "closed_days", "worked_holidays")

    class Meta:
        model = WorkingCalendar
        fields = ("name", *WEEKDAYS, "day_hours", "closed_days", "worked_holidays")
        field_classes = dict.fromkeys((*WEEKDAYS, "day_hours"), AmountField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = _place(self.instance.country, self.instance.subdivision)
        self.fields["place"].choices = _places(now)  # type: ignore[attr-defined]
        self.initial.setdefault("place", now)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        country, _dash, subdivision = typed.get("place", "").partition("-")
        self.instance.country, self.instance.subdivision = country, subdivision
        return typed


def _place(country: str, subdivision: str) -> str:
    return f"{country}-{subdivision}" if subdivision else country


def _places(now: str) -> list[tuple[str, Any]]:
    """The places offered, France first, and the one this calendar already has."""
    offered: list[tuple[str, Any]] = [("", _("No public holiday"))]
    countries = sorted(queries.COUNTRIES.items(), key=lambda c: (c[0] != queries.FRANCE, str(c[1])))
    for country, name in countries:
        offered.append((country, str(name)))
        if country in queries.WITH_SUBDIVISIONS:
            parts = queries.subdivisions(country).items()
            named = sorted((label, _place(country, code)) for code, label in parts)
            offered += [(value, f"{name} — {label}") for label, value in named]
    known = {value for value, _label in offered}
    return offered if now in known else [*offered, (now, now)]


def _day(*parts: str | None) -> date:
    year, month, day, *french = parts
    written: Iterable[str | None] = (year, month, day) if year else reversed(french)
    return date(*(int(part or 0) for part in written))


def _told(text: str) -> str:
    """Days as a reader writes them."""
    span = span_written(text)
    shape = "%d/%m/%Y" if (get_language() or "").startswith("fr") else "%Y-%m-%d"
    days = dict.fromkeys((span.first, span.last))
    return " - ".join(day.strftime(shape) for day in days)
