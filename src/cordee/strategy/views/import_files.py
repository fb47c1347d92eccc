"""Files in and out of the pages of imports: what a browser sends, what it downloads."""

import csv
import io

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.registers import without_formula
from cordee.strategy.imports.check import Check


def attached(content: str, *, name: str, kind: str) -> HttpResponse:
    """A text to download."""
    response = HttpResponse(content.encode("utf-8"), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def remarks_as_csv(check: Check | None) -> str:
    """Refused rows, then what is not taken of the others, for a spreadsheet to open as text."""
    told = io.StringIO(newline="")
    told.write("\ufeff")  # without it Excel takes UTF-8 for something else
    writer = csv.writer(told, delimiter=";" if get_language() == "fr" else ",")
    writer.writerow([_("Row"), _("Column"), _("What happens"), _("Why")])
    for remarks, effect in (
        (check.refused if check else (), _("row refused")),
        (check.remarks if check else (), _("value not taken")),
    ):
        for remark in remarks:
            cells = (remark.column, effect, remark.reason)
            writer.writerow([remark.row, *map(without_formula, cells)])
    return told.getvalue()
