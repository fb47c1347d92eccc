"""What the platform remembers: users, the tenant, its journal and its imports."""

from cordee.platform.models.mail import (
    Digest,
    Letter,
    MailChoices,
    Notice,
    Pace,
)
from cordee.platform.models.organisation import (
    Colour,
    ExchangeRate,
    Organisation,
    Owned,
    User,
)
from cordee.platform.models.records import (
    Archive,
    BulkChange,
    Entry,
    Export,
    ImportRun,
    SavedView,
    SharedEntry,
    Webhook,
    WebhookDelivery,
    Work,
)

__all__ = [
    "Archive",
    "BulkChange",
    "Colour",
    "Digest",
    "Entry",
    "ExchangeRate",
    "Export",
    "ImportRun",
    "Letter",
    "MailChoices",
    "Notice",
    "Organisation",
    "Owned",
    "Pace",
    "SavedView",
    "SharedEntry",
    "User",
    "Webhook",
    "WebhookDelivery",
    "Work",
]
