"""One zip with every row and the imported files, whatever the database; and back."""

from cordee.platform.backups.restoring import restore_backup
from cordee.platform.backups.writing import write_backup

__all__ = ["restore_backup", "write_backup"]
