"""How forms listen: figures as people type them, choices from the reader's organisation only."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.clashes import THEIRS, Clash, choice_name, clashes, labelled, written
from cordee.platform.errors import Conflict
from cordee.platform.importing.table import DecimalMark
from cordee.platform.importing.values import amount
from cordee.platform.models import Owned
from cordee.platform.typography import number_text

Choices = Mapping[str, QuerySet[Any]]
Seen = TypeVar("Seen", bound=Owned)
SIGHT = signing.Signer(salt="cordee.platform.forms.sight")


class AmountField(forms.DecimalField):
    """A figure as people type it: 12 000, 12000, 12,5 or 1.2 M."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "n"})
    written_currency: str | None = None
    """The currency typed with the figure, for the form to compare with its own."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = str(value).strip() if value is not None else ""
        if not text:
            return None
        written = amount(text, decimal=_decimal_mark()).value
        if written is None or "%" in text:
            raise ValidationError(_("Write a number, for example 12,000 or 12.5."))
        self.written_currency = written.currency
        return written.value * (1 if written.multiplier is None else written.multiplier)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return number_text(value, language=get_language() or "en")
        return value


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WordsField(forms.CharField):
    """A few words separated by commas, kept as a list."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = ",".join(value) if isinstance(value, list) else super().to_python(value) or ""
        return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class SightField(forms.Field):
    """What a page showed of what keeps no revision: the service refuses to write over another."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> dict[str, Any] | None:
        return sight_in(str(value or ""))

    def prepare_value(self, value: Any) -> Any:
        return sight_of(value) if isinstance(value, Mapping) else value


class SharedForm(forms.BaseForm):
    """A form that two people may have open: who saves second chooses, and loses nothing typed."""

    conflict: Conflict | None = None
    """Why nothing was saved, when somebody else changed the row meanwhile."""
    clashes: tuple[Clash, ...] = ()
    changed_meanwhile: tuple[str, ...] = ()

    def sight(self, row: Any) -> Any:
        """What the page shows of the row, for the service to know it was not changed since."""
        return row.revision if row.pk and isinstance(row, Owned) else None

    def add_conflict(self, conflict: Conflict) -> None:
        """Ask, field by field, whether to keep what was typed or what somebody saved meanwhile."""
        self.conflict, self.clashes = conflict, clashes(self, conflict)
        labels = (labelled(conflict.row, change.field) for change in conflict.changes)
        self.changed_meanwhile = tuple(labels)
        read = self.fields["revision"].prepare_value(self.sight(conflict.row))
        self._send("revision", [str(read)])

    def _take_theirs(self) -> None:
        """Where the answer was to take theirs, the row's own value replaces what was typed."""
        for name in self.fields if self.is_bound else ():
            if self.data.get(self.add_prefix(choice_name(name))) == THEIRS:
                self._send(name, written(self[name], self.initial.get(name)))

    def _send(self, name: str, values: list[str]) -> None:
        data = QueryDict(mutable=True)
        data.update(self.data)
        data.setlist(self.add_prefix(name), values)
        self.data = data


class ScopedForm(SharedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A form on a row of one organisation: it offers and accepts that organisation's rows only."""

    unique_field = ""
    """The field whose value names one row of the organisation."""

    revision: forms.Field = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The one that was read: the service refuses to write over another."""
    seen: Any = None
    """What the page that sent the form said it had read."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.instance.organisation = reader.organisation
        if (read := self.sight(self.instance)) is None:
            del self.fields["revision"]
        else:
            self.initial["revision"] = read
        offered = self.choices(reader)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = offered[name]
        self._take_theirs()

    def choices(self, reader: Reader) -> Choices:
        """The rows offered, for each field that names other rows."""
        return {}

    def links(self) -> dict[str, Any]:
        """What the service receives beside the row itself."""
        return {}

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.unique_field and self.cleaned_data.get(self.unique_field):
            self._refuse_twin(self.cleaned_data[self.unique_field])
        self.seen = self.cleaned_data.pop("revision", None)
        if self.seen is not None and isinstance(self.instance, Owned):
            self.instance.revision = self.seen
        return self.cleaned_data

    def add_refusal(self, sentence: str) -> None:
        """Show why a service refused what was typed."""
        self.add_error(NON_FIELD_ERRORS, sentence)

    def _refuse_twin(self, value: Any) -> None:
        rows = type(self.instance)._default_manager.filter(
            organisation=self.reader.organisation, **{self.unique_field: value}
        )
        twin = rows.exclude(pk=self.instance.pk).first()
        if twin:
            self.add_error(
                self.unique_field,
                _("“%(value)s” is already taken by “%(name)s”: choose another one.")
                % {"value": value, "name": _named(twin)},
            )


def _named(row: Model) -> str:
    return str(row)


def _decimal_mark() -> DecimalMark:
    return "," if (get_language() or "").startswith("fr") else "."


def as_seen(row: Seen, posted: Mapping[str, Any]) -> Seen:
    """The row at the revision that the page which sent the form showed."""
    told = str(posted.get("revision", ""))
    if told.isascii() and told.isdigit() and len(told) < 10:
        row.revision = int(told)
    return row


def sight_of(told: Mapping[str, Any]) -> str:
    """What a page shows, sealed in its form."""
    return SIGHT.sign_object(dict(told))


def sight_in(text: str) -> dict[str, Any] | None:
    """What the page that sent the form showed; None when it does not say, nothing if forged."""
    try:
        return dict(SIGHT.unsign_object(text)) if text else None
    except signing.BadSignature:
        return {}
