"""How a file is given, and how its columns are read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet, BoundField, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.platform.importing.mapping import WHOLE_LIFE, Mapping, Served, SpendColumn
from cordee.strategy.imports import Earlier, Outline
from cordee.strategy.imports.labels import FIELD_LABELS
from cordee.strategy.models import SpendLine
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS

MULTIPLIERS = {
    1: gettext_lazy("units"),
    1_000: gettext_lazy("thousands"),
    1_000_000: gettext_lazy("millions"),
    1_000_000_000: gettext_lazy("billions"),
}
YEARS_BEHIND, YEARS_AHEAD = 15, 20
MAPPING_BYTES = 200_000
SPEND_LINES = 100
SERVED = tuple(field for field in PORTFOLIO_FIELDS if field.kind != "money")


class FileForm(forms.Form):
    """The file to import, and maybe the mapping saved from an earlier one."""

    file = forms.FileField(
        label=gettext_lazy("Your portfolio"),
        help_text=gettext_lazy(
            "xlsx, xls, ods, csv or json, with one row per initiative. Nothing is written before "
            "you have seen what would be."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file, for example portfolio.xlsx."),
            "empty": gettext_lazy("This file is empty. Export it again."),
        },
        allow_empty_file=True,
    )
    mapping = forms.FileField(
        label=gettext_lazy("Saved mapping"),
        help_text=gettext_lazy("A .toml downloaded from an earlier import of the same kind."),
        required=False,
        max_length=255,
    )

    earlier = forms.TypedChoiceField(
        label=gettext_lazy("Read it as an earlier import"),
        help_text=gettext_lazy(
            "Of this organisation, or of another one where you import: only which column is what "
            "is taken from there."
        ),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, earlier: Sequence[Earlier], **options: Any) -> None:
        super().__init__(*args, **options)
        groups: dict[str, list[tuple[int, str]]] = {}
        for one in earlier:
            told = f"{one.run.file_name} · {timezone.localtime(one.run.at):%Y-%m-%d}"
            groups.setdefault(one.run.organisation.name, []).append((one.run.pk, told))
        offered = self.fields["earlier"]
        if earlier and isinstance(offered, forms.ChoiceField):
            offered.choices = [("", "—"), *groups.items()]
        else:
            del self.fields["earlier"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("mapping") and self.cleaned_data.get("earlier"):
            self.add_error("earlier", _("Choose a saved mapping or an earlier import, not both."))
        return self.cleaned_data

    def clean_mapping(self) -> str:
        """The text of the mapping; empty when none is given."""
        given: UploadedFile[bytes] | None = self.cleaned_data["mapping"]
        if given is None:
            return ""
        if (given.size or 0) > MAPPING_BYTES:
            raise forms.ValidationError(_("This is not a mapping: it is far too large."))
        try:
            return str(given.read(), "utf-8")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This is not a mapping: it is not text.")) from error


class SheetForm(forms.Form):
    """Which sheet of the workbook is read."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))

    def __init__(self, *args: Any, outline: Outline, **options: Any) -> None:
        super().__init__(*args, **options)
        sheets = outline.table.origin.sheets
        self.fields["sheet"] = forms.ChoiceField(
            label=_("Sheet"),
            choices=[(name, name) for name in sheets],
            initial=outline.table.origin.sheet,
        )


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One field of the wizard's table: which column serves it, why, and what it holds."""

    field: BoundField
    evidence: tuple[str, ...]
    samples: tuple[str, ...]


class MappingForm(forms.Form):
    """For each field, the column of the file that says it."""

    objectives = forms.ChoiceField(
        label=gettext_lazy("Objectives named in the file"),
        choices=[
            ("create", gettext_lazy("Create those I do not have yet")),
            ("match", gettext_lazy("Only match them to mine; name the others, link nothing")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        outline: Outline,
        mapping: Mapping,
        creates_objectives: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.outline, self.now = outline, mapping
        self.fields["objectives"].initial = "create" if creates_objectives else "match"
        for field in SERVED:
            self.fields[f"column_{field.name}"] = forms.ChoiceField(
                label=str(FIELD_LABELS[field.name]),
                choices=_columns(outline, empty=_("not in this file")),
                initial=mapping.column_of(field.name) or "",
                required=field.required,
                widget=forms.Select(attrs={"class": "input"}),
                error_messages={"required": _("Choose the column that names each initiative.")},
            )

    def lines(self) -> Iterator[ColumnLine]:
        """The rows of the wizard's table."""
        for field in SERVED:
            column = self.now.column_of(field.name)
            bound = self[f"column_{field.name}"]
            samples = self.outline.samples.get(column or "", ())
            yield ColumnLine(bound, evidence_of(field.name, column, outline=self.outline), samples)

    def served(self) -> tuple[Served, ...]:
        """What was chosen; a choice that is Cordée's keeps its evidence."""
        chosen = ((f.name, self.cleaned_data[f"column_{f.name}"]) for f in SERVED)
        return tuple(
            Served(name, column, _kept_evidence(name, column, outline=self.outline))
            for name, column in chosen
            if column
        )

    @property
    def creates_objectives(self) -> bool:
        return bool(self.cleaned_data["objectives"] == "create")


class SpendForm(forms.Form):
    """One column of amounts: its unit, and what it states."""

    column = forms.ChoiceField(label=gettext_lazy("Column"), required=False)
    multiplier = forms.TypedChoiceField(label=gettext_lazy("Written in"), coerce=int, initial=1)
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=8)
    period = forms.ChoiceField(label=gettext_lazy("Period"), initial=WHOLE_LIFE)
    nature = forms.ChoiceField(label=gettext_lazy("Nature"), required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), required=False)
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        choices=SpendLine.Stage,
        initial=SpendLine.Stage.PLANNED,
    )

    def __init__(self, *args: Any, outline: Outline, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.outline = outline
        self._offer("column", _columns(outline, empty=_("none")))
        self._offer("multiplier", [(n, str(label)) for n, label in MULTIPLIERS.items()])
        self._offer("nature", [("", _("not stated")), *SpendLine.Nature.choices[:2]])
        self._offer("purpose", [("", _("not stated")), *SpendLine.Purpose.choices[:2]])
        years = [(str(y), str(y)) for y in range(year - YEARS_BEHIND, year + YEARS_AHEAD + 1)]
        self._offer("period", [(WHOLE_LIFE, _("whole life")), *years])

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"].strip().upper()
        if currency and not re.fullmatch(r"[A-Z]{3}", currency):
            raise forms.ValidationError(_("Write a code of three letters, for example EUR."))
        return currency

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("column") and not told.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Write a code of three letters, for example EUR."))
        return told

    @property
    def evidence(self) -> tuple[str, ...]:
        column = self.initial.get("column")
        return evidence_of(f"spend:{column}", column, outline=self.outline)

    @property
    def samples(self) -> tuple[str, ...]:
        return self.outline.samples.get(self.initial.get("column", ""), ())

    def spend_column(self) -> SpendColumn | None:
        """What was chosen; nothing without a column."""
        told = self.cleaned_data
        if not told.get("column"):
            return None
        period = told["period"]
        return SpendColumn(
            column=told["column"],
            multiplier=told["multiplier"],
            currency=told["currency"],
            period=WHOLE_LIFE if period == WHOLE_LIFE else int(period),
            nature=told["nature"],
            purpose=told["purpose"],
            stage=told["stage"],
            evidence=_kept_evidence(
                f"spend:{told['column']}", told["column"], outline=self.outline
            ),
        )

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        """Choices of a select; what a saved mapping holds beside them is offered too."""
        held = self.initial.get(name)
        known = {str(value) for value, _label in choices}
        extra = [(held, str(held))] if held is not None and str(held) not in known else []
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*choices, *extra]


SpendForms = formset_factory(SpendForm, extra=1, max_num=SPEND_LINES, absolute_max=SPEND_LINES + 1)


def spend_columns(forms_given: BaseFormSet[SpendForm]) -> tuple[SpendColumn, ...]:
    """The columns of amounts that were chosen."""
    found = (form.spend_column() for form in forms_given.forms)
    return tuple(spend for spend in found if spend is not None)


def spend_initial(mapping: Mapping) -> list[dict[str, Any]]:
    return [
        {
            "column": spend.column,
            "multiplier": spend.multiplier,
            "currency": spend.currency,
            "period": str(spend.period),
            "nature": spend.nature,
            "purpose": spend.purpose,
            "stage": spend.stage,
        }
        for spend in mapping.spend
    ]


def evidence_of(key: str, column: str | None, *, outline: Outline) -> tuple[str, ...]:
    """Why this column: Cordée's reasons, or that somebody chose otherwise."""
    suggested = outline.suggested.get(key)
    if suggested is None:
        return (_("chosen by hand"),) if column else ()
    if suggested.column == column:
        return suggested.evidence
    told = (
        _("chosen by hand; Cordée proposed “%(column)s”")
        if column
        else _("left out by hand; Cordée proposed “%(column)s”")
    )
    return (told % {"column": suggested.column},)


def _kept_evidence(key: str, column: str, *, outline: Outline) -> tuple[str, ...]:
    suggested = outline.suggested.get(key)
    return suggested.evidence if suggested and suggested.column == column else ()


def _columns(outline: Outline, *, empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((column.name, column.name) for column in outline.table.columns)]
