"""Lists are declared once and rendered once: what a room says of its rows, and their pages."""

from cordee.platform.registers.addresses import register_addresses
from cordee.platform.registers.asking import (
    Asking,
    Choice,
    asked_of,
    asking,
    narrowed,
    with_figures,
)
from cordee.platform.registers.columns import NONE, Columns, choice_filter, row_filter
from cordee.platform.registers.declared import (
    Asked,
    Column,
    Edit,
    Empty,
    Face,
    Filter,
    Link,
    Mark,
    Money,
    Register,
    Related,
    Sponsors,
    State,
    Tag,
    Total,
    View,
    Words,
)
from cordee.platform.registers.declaring import declared_register, declared_registers
from cordee.platform.registers.exchange.arrivals import received_export
from cordee.platform.registers.exchange.departures import write_export
from cordee.platform.registers.exchange.returning import bring_back_file, recognised
from cordee.platform.registers.exchange.telling import returned_sentence, returned_url
from cordee.platform.registers.exchange.texts import without_formula
from cordee.platform.registers.figures import number_of
from cordee.platform.registers.listing import (
    PAGE_SIZE,
    Counts,
    Line,
    Listing,
    PagedRows,
    listing,
    paged_rows,
)
from cordee.platform.registers.pages import (
    asked_history,
    form_page,
    list_page,
    listing_page,
    read_or_write,
    removal_page,
    sheet_of,
    sheet_page,
)
from cordee.platform.registers.starting import named_in_address
from cordee.platform.registers.tabs import Tab, kept_query

__all__ = [
    "NONE",
    "PAGE_SIZE",
    "Asked",
    "Asking",
    "Choice",
    "Column",
    "Columns",
    "Counts",
    "Edit",
    "Empty",
    "Face",
    "Filter",
    "Line",
    "Link",
    "Listing",
    "Mark",
    "Money",
    "PagedRows",
    "Register",
    "Related",
    "Sponsors",
    "State",
    "Tab",
    "Tag",
    "Total",
    "View",
    "Words",
    "asked_history",
    "asked_of",
    "asking",
    "bring_back_file",
    "choice_filter",
    "declared_register",
    "declared_registers",
    "form_page",
    "kept_query",
    "list_page",
    "listing",
    "listing_page",
    "named_in_address",
    "narrowed",
    "number_of",
    "paged_rows",
    "read_or_write",
    "received_export",
    "recognised",
    "register_addresses",
    "removal_page",
    "returned_sentence",
    "returned_url",
    "row_filter",
    "sheet_of",
    "sheet_page",
    "with_figures",
    "without_formula",
    "write_export",
]
