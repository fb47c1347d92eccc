"""The search of everything: what is indexed, kept in step by the database, asked in words."""

from cordee.platform.search.finding import Found, Group, Piece, found
from cordee.platform.search.index import drift, rebuild, removed, restored

__all__ = ["Found", "Group", "Piece", "drift", "found", "rebuild", "removed", "restored"]
