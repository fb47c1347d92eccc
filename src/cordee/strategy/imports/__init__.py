"""What the spine brings in: somebody's portfolio, checked first, applied whole, undone if asked."""

from cordee.strategy.imports.portfolio import (
    apply_import,
    draft_import,
    read_mapping,
    save_mapping,
    stored_table,
    suggested,
    undo_import,
)
from cordee.strategy.imports.rehearsal import (
    CellChange,
    Rehearsal,
    Remark,
    RowChange,
    rehearsal,
)
from cordee.strategy.imports.strategy_files import apply_links, apply_strategy, read_strategy

__all__ = [
    "CellChange",
    "Rehearsal",
    "Remark",
    "RowChange",
    "apply_import",
    "apply_links",
    "apply_strategy",
    "draft_import",
    "read_mapping",
    "read_strategy",
    "rehearsal",
    "save_mapping",
    "stored_table",
    "suggested",
    "undo_import",
]
