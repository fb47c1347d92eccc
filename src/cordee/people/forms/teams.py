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
from cordee.platform.forms import AmountField, Choices, DayInput, ScopedForm, WordsField

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")


class DaysField(WordsField):
    """Days, by lines or commas: a day, or the first and the last of several."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = "\n".join(value) if isinstance(value, list) else str(value or "")
        lines = [line.strip() for line in re.split(r"[\n,;]", text) if line.strip()]
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
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    subdivision = forms.ChoiceField(
        label=gettext_lazy("Part of the country"),
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
    field_order = (
        "name",
        "country",
        "subdivision",
        *WEEKDAYS,
        "day_hours",
        "closed_days",
        "worked_holidays",
    )

    class Meta:
        model = WorkingCalendar
        fields = (
            "name",
            "country",
            "subdivision",
            *WEEKDAYS,
            "day_hours",
            "closed_days",
            "worked_holidays",
        )
        field_classes = dict.fromkeys((*WEEKDAYS, "day_hours"), AmountField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {**_countries(), **_held(self.instance.country)}
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", _("No public holiday")),
            *known.items(),
        ]
        parts = {**_parts(), **_held(self.instance.subdivision)}
        self.fields["subdivision"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole country")),
            *parts.items(),
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        country, part = typed.get("country", ""), typed.get("subdivision", "")
        if not queries.is_place(country, subdivision=part):
            self.add_error(
                "subdivision", _("This part is not one of that country: choose another.")
            )
        return typed


def _countries() -> dict[str, str]:
    """The countries offered, France first, the others by their name."""
    named = {code: str(name) for code, name in queries.COUNTRIES.items()}
    order = sorted(named, key=lambda code: (code != queries.FRANCE, named[code]))
    return {code: named[code] for code in order}


def _parts() -> dict[str, str]:
    """The parts of countries offered, those of France first; two of one code share a line."""
    told: dict[str, list[str]] = {}
    for country in queries.WITH_SUBDIVISIONS:
        for code, name in sorted(queries.subdivisions(country).items(), key=lambda one: one[1]):
            told.setdefault(code, []).append(f"{queries.COUNTRIES[country]} — {name}")
    return {code: " / ".join(names) for code, names in told.items()}


def _held(code: str) -> dict[str, str]:
    """What this calendar already has, when it is not among what is offered."""
    return {code: code} if code and code not in {**_countries(), **_parts()} else {}


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
