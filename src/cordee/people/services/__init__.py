"""What changes people: organisations, members, ways in, units, persons, the time of teams."""

from cordee.people.services.accounts import (
    erase_account,
    open_account,
    prove_email,
    reclaim_account,
)
from cordee.people.services.copying import copy_pieces
from cordee.people.services.erasure import (
    ask_erasure,
    erase_due,
    erase_organisation,
    take_back_erasure,
)
from cordee.people.services.invitations import (
    Sealed,
    accept_invitation,
    invite,
    join_through_company,
    open_invited_account,
    renew_invitation,
    revoke_invitation,
    show_invitation,
)
from cordee.people.services.members import (
    add_member,
    change_member,
    remove_member,
    require_second_factor,
)
from cordee.people.services.organisation import (
    change_organisation,
    found_organisation,
    remove_person,
    remove_unit,
    save_person,
    save_unit,
)
from cordee.people.services.teams import (
    remove_absence,
    remove_allocation,
    remove_calendar,
    remove_reserve,
    remove_team,
    save_absence,
    save_allocation,
    save_calendar,
    save_reserve,
    save_team,
)
from cordee.people.services.tokens import (
    Minted,
    make_token,
    revoke_token,
    use_token,
)

__all__ = [
    "Minted",
    "Sealed",
    "accept_invitation",
    "add_member",
    "ask_erasure",
    "change_member",
    "change_organisation",
    "copy_pieces",
    "erase_account",
    "erase_due",
    "erase_organisation",
    "found_organisation",
    "invite",
    "join_through_company",
    "make_token",
    "open_account",
    "open_invited_account",
    "prove_email",
    "reclaim_account",
    "remove_absence",
    "remove_allocation",
    "remove_calendar",
    "remove_member",
    "remove_person",
    "remove_reserve",
    "remove_team",
    "remove_unit",
    "renew_invitation",
    "require_second_factor",
    "revoke_invitation",
    "revoke_token",
    "save_absence",
    "save_allocation",
    "save_calendar",
    "save_person",
    "save_reserve",
    "save_team",
    "save_unit",
    "show_invitation",
    "take_back_erasure",
    "use_token",
]
