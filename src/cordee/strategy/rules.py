"""Who may change the spine."""

from datetime import datetime, timedelta

from cordee.platform.access import STEERING, Reader, Role
from cordee.strategy.models import Comment

COMMENT_OPEN = timedelta(minutes=15)
"""How long an author may still change what they said: others have read it afterwards."""


def may_edit_strategy(reader: Reader) -> bool:
    """Vision, objectives and plans."""
    return reader.role in STEERING


def may_allot_priorities(reader: Reader) -> bool:
    """Priorities belong to those who steer and to the sponsors they sit with."""
    return reader.role in STEERING | {Role.SPONSOR}


def may_edit_initiatives(reader: Reader) -> bool:
    return reader.role in STEERING | {Role.SPONSOR, Role.TEAM_LEAD}


def may_link_initiatives(reader: Reader) -> bool:
    """Say which objectives an initiative contributes to."""
    return reader.role in STEERING | {Role.SPONSOR}


def may_edit_spend(reader: Reader) -> bool:
    return reader.role in STEERING | {Role.FINANCE}


def may_import(reader: Reader) -> bool:
    return reader.role in STEERING | {Role.FINANCE}


def may_comment(reader: Reader) -> bool:
    """Say something about the work, ask a question and answer one."""
    return reader.role is not Role.READER


def may_change_comment(reader: Reader, *, comment: Comment, at: datetime) -> bool:
    """Correct one's own words, a short while after they were said."""
    return comment.author_id == reader.user.pk and at - comment.said_at <= COMMENT_OPEN


def may_edit_indicators(reader: Reader) -> bool:
    """Say what is measured, towards which target."""
    return reader.role in STEERING | {Role.SPONSOR, Role.TEAM_LEAD}


def may_measure(reader: Reader) -> bool:
    """Write the value of an indicator on a day."""
    return may_edit_indicators(reader) or reader.role is Role.FINANCE


def may_edit_needs(reader: Reader) -> bool:
    """Everybody who works here may ask; those who only read may not."""
    return reader.role is not Role.READER


def may_freeze_editions(reader: Reader) -> bool:
    return reader.role in STEERING
