"""What the spine brings in: somebody's portfolio, checked first, applied whole, undone if asked."""

from cordee.strategy.imports.comparing import CellChange
from cordee.strategy.imports.drafts import (
    MappingRefused,
    draft_import,
    outline,
    read_mapping,
    read_sheet,
    receive_file,
    save_mapping,
    stored_table,
    suggested,
)
from cordee.strategy.imports.earlier import Earlier, earlier_imports, receive_like
from cordee.strategy.imports.outline import Outline
from cordee.strategy.imports.portfolio import Adoption, adoption, apply_import, undo_import
from cordee.strategy.imports.rehearsal import Rehearsal, Remark, RowChange, rehearsal
from cordee.strategy.imports.strategy_files import apply_links, apply_strategy, read_strategy

__all__ = [
    "Adoption",
    "CellChange",
    "Earlier",
    "MappingRefused",
    "Outline",
    "Rehearsal",
    "Remark",
    "RowChange",
    "adoption",
    "apply_import",
    "apply_links",
    "apply_strategy",
    "draft_import",
    "earlier_imports",
    "outline",
    "read_mapping",
    "read_sheet",
    "read_strategy",
    "receive_file",
    "receive_like",
    "rehearsal",
    "save_mapping",
    "stored_table",
    "suggested",
    "undo_import",
]
