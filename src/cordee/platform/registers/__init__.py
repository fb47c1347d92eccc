"""Lists are declared once and rendered once: what a room says of its rows, and their pages."""

from cordee.platform.registers.declared import (
    Column,
    Empty,
    Face,
    Filter,
    Link,
    Mark,
    Money,
    Register,
    Related,
    Sponsors,
    Tag,
    Total,
)
from cordee.platform.registers.listing import (
    PAGE_SIZE,
    Choice,
    Listing,
    Tab,
    headings,
    line,
    listing,
)
from cordee.platform.registers.pages import (
    form_page,
    list_page,
    listing_page,
    removal_page,
    sheet_page,
)

__all__ = [
    "PAGE_SIZE",
    "Choice",
    "Column",
    "Empty",
    "Face",
    "Filter",
    "Link",
    "Listing",
    "Mark",
    "Money",
    "Register",
    "Related",
    "Sponsors",
    "Tab",
    "Tag",
    "Total",
    "form_page",
    "headings",
    "line",
    "list_page",
    "listing",
    "listing_page",
    "removal_page",
    "sheet_page",
]
