"""What the pages do, programs do: each address of the pages, and the operations that serve it.

A register's addresses are served as soon as it is declared. Any other address needs a line here:
the operations that tell and write the same, or why no program needs it.
"""

import pytest
from django.urls import reverse

from cordee.platform.access import Role
from cordee.platform.registers import declared_registers
from tests.api.contract import paths
from tests.factories import member, organisation
from tests.test_access import ADDRESSES, signed_in

OPERATIONS = {
    told["operationId"]: method for methods in paths().values() for method, told in methods.items()
}
IMPORTS = ("give_file", "read_import", "read_differences", "apply_import", "undo_import")
SERVED = {
    "web:cockpit": ("read_alignment", "read_changes", "read_inbox"),
    "web:search": ("search_rows",),
    "web:save_view": ("list_views", "save_view"),
    "web:remove_view": ("read_view", "remove_view"),
    "people:capacity": ("read_capacity",),
    "people:invitations": ("list_invitations",),
    "people:renew_invitation": ("read_invitation", "renew_invitation"),
    "people:revoke_invitation": ("revoke_invitation",),
    "people:members": ("list_members",),
    "people:new_member": ("invite",),
    "people:member": ("read_member",),
    "people:edit_member": ("read_member", "change_member"),
    "people:remove_member": ("read_member", "remove_member"),
    "people:security": ("read_organisation", "demand_second_factor"),
    "people:organisation": ("read_organisation", "change_organisation"),
    "people:archives": ("list_archives", "read_archive"),
    "people:ask_archive": ("ask_archive",),
    "people:download_archive": ("take_archive",),
    "people:webhooks": ("list_webhooks",),
    "people:new_webhook": ("declare_webhook",),
    "people:webhook": ("read_webhook", "list_deliveries"),
    "people:edit_webhook": ("read_webhook", "change_webhook"),
    "people:remove_webhook": ("read_webhook", "remove_webhook"),
    "people:renew_secret": ("renew_secret",),
    "people:send_test": ("send_test_event",),
    "people:resume_webhook": ("resume_webhook",),
    "people:send_again": ("send_again",),
    "strategy:inbox": ("read_inbox",),
    "strategy:set_aside": ("set_aside",),
    "strategy:comment_on_initiative": ("comments_on_initiative", "comment_on_initiative"),
    "strategy:comment_on_need": ("comments_on_need", "comment_on_need"),
    "strategy:change_comment": ("read_comment", "change_comment"),
    "strategy:remove_comment": ("read_comment", "remove_comment"),
    "strategy:referrals": ("list_referrals",),
    "strategy:new_referral": ("ask_question",),
    "strategy:referral": ("read_referral",),
    "strategy:answer_referral": ("read_referral", "answer_referral"),
    "strategy:withdraw_referral": ("withdraw_referral",),
    "strategy:duplicates": ("list_duplicates", "list_conflicts"),
    "strategy:rule_on_duplicates": ("rule_on_duplicates",),
    "strategy:measure_indicator": ("write_measure",),
    "strategy:contribution_grid": ("list_contributions", "write_contribution"),
    "strategy:priorities": ("read_priorities", "share_points"),
    "strategy:move_initiative": ("move_initiative",),
    "strategy:thread": ("read_alignment", "list_contributions", "list_spend_lines"),
    "strategy:thread_node": ("read_alignment", "list_contributions", "list_spend_lines"),
    "strategy:imports": ("list_imports",),
    "strategy:new_import": ("list_imports", "give_file"),
    "strategy:import": ("read_import", "read_differences"),
    "strategy:map_import": ("change_reading",),
    "strategy:apply_import": ("apply_import",),
    "strategy:undo_import": ("undo_import",),
    "strategy:cancel_import": ("cancel_import",),
    "strategy:import_progress": ("read_import",),
    "strategy:saved_mapping": ("read_import",),
    "strategy:refused_rows": ("read_differences",),
    "strategy:editions": ("list_editions",),
    "strategy:new_edition": ("freeze_edition",),
    "strategy:edition": ("read_edition",),
    "strategy:edition_changes": ("read_changes",),
    "reports:board_pack": ("read_board_pack",),
    "reports:ask_pack": ("ask_board_pack",),
    "reports:made_pack": ("list_asked_packs", "read_asked_pack"),
    "reports:pack_file": ("take_board_pack",),
    "reports:slide_templates": ("list_slide_templates", "add_slide_template"),
    "reports:slide_template": ("read_slide_template",),
    "reports:slide_template_file": ("take_slide_template",),
    "reports:slide_template_trial": ("try_slide_template",),
    "reports:starter_template": ("take_starter_template",),
    "reports:remove_slide_template": ("read_slide_template", "remove_slide_template"),
    "reports:use_slide_template": ("use_slide_template",),
    "reports:use_house_template": ("use_house_template",),
    "strategy:scenarios": ("list_scenarios",),
    "strategy:new_scenario": ("write_scenario",),
    "strategy:scenario": ("read_scenario",),
    "strategy:edit_scenario": ("read_scenario", "change_scenario"),
    "strategy:adopt_scenario": ("adopt_scenario",),
    "strategy:remove_scenario": ("read_scenario", "remove_scenario"),
}
"""Pages that are not those of every register, and what serves them."""
FOR_PEOPLE = {
    "Who one is is proved in a browser, by a password, a key or one's company; never by a token.": {
        *(a.name for a in ADDRESSES if a.name.startswith(("account_", "mfa_", "openid_", "saml_"))),
        "people:join",
        "web:account",
        "web:account_sessions",
        "web:account_end_other_sessions",
        "web:account_end_session",
        "web:account_close",
    },
    "A token that makes or ends tokens would outlive the day it was given.": {
        "web:account_tokens",
        "web:account_new_token",
        "web:account_revoke_token",
    },
    "A token acts in one organisation: it neither opens, sees nor copies from another.": {
        "web:clients",
        "web:new_organisation",
        "web:switch_organisation",
        "people:copy",
    },
    "Nobody erases an organisation but by typing its name.": {
        "people:erasure",
        "people:take_back_erasure",
    },
    "How pages are shown: their language, their icons, the names offered while one types.": {
        "set_language",
        "web:menu_icons",
        "web:become_persona",
        "strategy:mentionable",
        "strategy:mentionable_on_need",
    },
    "What is mailed to somebody is theirs, whichever organisation a token acts in.": {
        "mail_choices",
        "unsubscribe",
    },
}
"""Why no program needs them."""


def pages_of(register):
    """The names of the pages of a register, each with the operations that serve it."""
    space, plural, one = register.space, register.plural, register.singular
    change = (f"read_{one}", f"change_{one}")
    told = {
        plural: (f"list_{plural}",),
        f"new_{one}": (f"write_{one}",),
        one: (f"read_{one}",),
        f"edit_{one}": change,
        f"remove_{one}": (f"read_{one}", f"remove_{one}"),
        **{f"{one}_{c.key}_cell": change for c in register.columns if c.edit},
        f"change_{plural}": ("change_several",),
        f"{plural}_changed": ("read_change", "undo_change"),
        **dict.fromkeys((f"bring_back_{plural}", f"returned_{plural}"), IMPORTS),
        **dict.fromkeys((f"apply_{plural}", f"undo_{plural}"), IMPORTS),
    }
    return {f"{space}:{name}": served for name, served in told.items()}


EXPORTED = {
    address.name: ("export_rows",) for address in ADDRESSES if address.route.startswith("exports/")
}
SERVED_ALL = {
    page: served
    for register in declared_registers()
    if register.can_come_back
    for page, served in pages_of(register).items()
} | (SERVED | EXPORTED)
STANDING = set().union(*FOR_PEOPLE.values())


def test_each_address_of_the_pages_is_served_or_says_why_it_is_not():
    names = {address.name for address in ADDRESSES}

    assert names - SERVED_ALL.keys() - STANDING == set()
    assert (SERVED.keys() | STANDING) - names == set()


def test_no_address_is_told_twice():
    assert SERVED_ALL.keys() & STANDING == set()


def test_what_serves_an_address_is_an_operation():
    named = {operation for served in SERVED_ALL.values() for operation in served}

    assert named - OPERATIONS.keys() == set()


@pytest.mark.once
def test_what_a_page_writes_an_operation_writes(db):
    """An address that takes a form is served by an operation that is not only a reading."""
    owner = signed_in(member(organisation(), Role.OWNER))
    only_read = []
    for address in ADDRESSES:
        served = SERVED_ALL.get(address.name)
        if served and {OPERATIONS[one] for one in served} == {"get"}:
            place = {"pk": 1, "code": "I-1", "key": "1"}
            kwargs = {name: place.get(name, "objective") for name in address.parameters}
            answer = owner.options(reverse(address.name, kwargs=kwargs))
            if "POST" in answer.get("Allow", "POST"):
                only_read.append(address.name)

    assert only_read == []
