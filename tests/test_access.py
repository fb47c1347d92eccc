"""Walks every address × method × role × (own organisation, another one, stranger).

A new address needs nothing here, unless it names an object: in its path, then it needs a line in
`NAMES`; in what is posted to it, then in `BODIES`.
An address open to strangers needs a line in `PUBLIC`; one that refuses more when it is written to
than when it is read, a line in `WRITES`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import product
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import signing
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, reverse
from pypdf import PdfReader

from cordee.people.queries import reader_of
from cordee.platform import journal, mailing, remembering
from cordee.platform.access import Role, anyone
from cordee.platform.models import User
from cordee.platform.registers import declared_registers
from cordee.platform.registers.exchange.returning import read_back, receive_back
from cordee.reports.jobs import make_pack
from cordee.reports.models import Pack
from cordee.strategy.imports.drafts import draft_import
from cordee.strategy.models import Plan
from cordee.strategy.rules import may_allot_priorities, may_link_initiatives
from tests import factories
from tests.platform.registers.exchange.files import AT, BACK, taken_out

METHODS = ("get", "fragment", "post")
UNUSED = ("put", "delete")
MARK = "Quzelvin"
"""In every name of the first organisation: the second one must never read it."""
PUBLIC = {
    "account_login": 200,
    "account_confirm_email": 200,
    "mfa_authenticate": 302,
    "openid_connect_callback": 404,
    "openid_connect_login": 404,
    "saml_acs": 404,
    "saml_finish_acs": 404,
    "saml_login": 404,
    "saml_metadata": 404,
    "saml_sls": 404,
    "mfa_login_webauthn": 302,
    "account_logout": 302,
    "account_signup": 302,
    "account_inactive": 403,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key": 200,
    "account_reset_password_from_key_done": 200,
    "people:join": 404,
    "set_language": 302,
    "unsubscribe": 200,
    "web:become_persona": 404,
    "web:menu_icons": 200,
}
"""What a stranger may ask for, with the answer; everything else sends them to sign in."""
WRITES = {
    "strategy:priorities": may_allot_priorities,
    "strategy:contribution_grid": may_link_initiatives,
}
"""Who may write, where it is fewer than those who may read."""


READERS_POST = {
    "web:switch_organisation",
    "mail_choices",
    "web:account_close",
    "web:account_end_other_sessions",
    "web:account_end_session",
    "web:account_new_token",
    "web:account_revoke_token",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "reports:ask_pack",
    "strategy:set_aside",
    "web:remove_view",
    "web:save_view",
}
"""What someone who only reads may post: it changes nothing of the organisation."""
REDIRECTED = {
    "mfa_reauthenticate_webauthn",
    "strategy:import_progress",
    "strategy:mentionable",
    "strategy:mentionable_on_need",
}
"""Pages that lead to another one: asked for whole, or without the key they would ask for."""
THE_WALK = 24 * 60 * 60
"""For how many seconds those who signed in at its beginning need not do so again."""
ANYWHERE, ITS_UNIT, THE_WHOLE = "anywhere", "its unit", "the whole organisation"


@dataclass(frozen=True)
class Named:
    """How an address, or what is posted to it, names an object, and from where this is seen."""

    kwargs: Callable = lambda rows: {}
    body: Callable = lambda rows: {}
    of_user: Callable | None = None
    """Makes, for the one who asks, the object of their own that the address is about."""
    owned: bool = True
    seen_from: str = ANYWHERE


def by_pk(kind, seen_from=ANYWHERE):
    return [Named(lambda rows: {"pk": getattr(rows, kind).pk}, seen_from=seen_from)]


def own(make):
    return Named(of_user=make, owned=False)


def node(kind, seen_from=ANYWHERE):
    return Named(lambda rows: {"kind": kind, "pk": getattr(rows, kind).pk}, seen_from=seen_from)


def returned(register):
    """The file of this register that came back."""
    return [Named(lambda rows: {"pk": rows.came_back[register.label]}, seen_from=THE_WHOLE)]


def came_back(register, rows):
    path = taken_out(register, reader=rows.reader, folder=rows.folder, format="csv")
    back = read_back(path, register=register, reader=rows.reader)
    return receive_back(path, register=register, returned=back, reader=rows.reader, at=AT).pk


def a_token(user, rows):
    membership = user.memberships.first()
    home = membership.organisation if membership else rows.organisation
    return {"pk": factories.personal_token(home, user).pk}


def a_pack(user, rows):
    membership = user.memberships.first()
    reader = membership and reader_of(user, organisation_id=membership.organisation_id)
    home = reader.organisation if reader else rows.organisation
    units = sorted(reader.units) if reader and reader.units is not None else None
    return {"pk": factories.pack(home, user, units=units).pk}


def a_pack_file(user, rows):
    return a_pack(user, rows) | {"kind": "pdf"}


def a_session(user, rows):
    return {"pk": factories.user_session(user).pk}


def a_key(user, rows):
    key = {"name": "Clé", "credential": {}}
    return {"pk": Authenticator.objects.create(user=user, type="webauthn", data=key).pk}


def an_application(user, rows):
    TOTP.activate(user, generate_totp_secret())
    return {}


def a_code(user, rows):
    RecoveryCodes.activate(user)
    return {}


NAMES = {
    "units/<int:pk>/": by_pk("unit"),
    "people/<int:pk>/": by_pk("person"),
    "applications/<int:pk>/": by_pk("application", seen_from=ITS_UNIT),
    "technologies/<int:pk>/": by_pk("technology"),
    "technology-uses/<int:pk>/": by_pk("technology_use", seen_from=ITS_UNIT),
    "suppliers/<int:pk>/": by_pk("supplier"),
    "supplies/<int:pk>/": by_pk("supply", seen_from=ITS_UNIT),
    "interfaces/<int:pk>/": by_pk("interface", seen_from=ITS_UNIT),
    "organisations/archives/<int:pk>/": by_pk("archive"),
    "members/<int:pk>/": by_pk("membership"),
    "teams/<int:pk>/": by_pk("team"),
    "allocations/<int:pk>/": by_pk("allocation"),
    "absences/<int:pk>/": by_pk("absence", seen_from=ITS_UNIT),
    "reserved-time/<int:pk>/": by_pk("reserve"),
    "calendars/<int:pk>/": by_pk("calendar"),
    "members/invitations/<int:pk>/": by_pk("invitation"),
    "members/webhooks/<int:pk>/": by_pk("webhook", seen_from=THE_WHOLE),
    "members/webhooks/deliveries/<int:pk>/": by_pk("delivery", seen_from=THE_WHOLE),
    "invitations/<str:secret>/": [Named(lambda rows: {"secret": "unknown"}, owned=False)],
    "visions/<int:pk>/": by_pk("vision"),
    "objectives/<int:pk>/": by_pk("objective"),
    "indicators/<int:pk>/": by_pk("indicator"),
    "measures/<int:pk>/": by_pk("measure"),
    "needs/<int:pk>/": by_pk("need", seen_from=ITS_UNIT),
    "plans/<int:pk>/": by_pk("plan", seen_from=ITS_UNIT),
    "spend/<int:pk>/": by_pk("spend_line", seen_from=ITS_UNIT),
    "exchange-rates/<int:pk>/": by_pk("rate"),
    "dependencies/<int:pk>/": by_pk("dependency", seen_from=ITS_UNIT),
    "saved-views/<int:pk>/": by_pk("saved_view"),
    "editions/<int:pk>/": by_pk("edition", seen_from=THE_WHOLE),
    "scenarios/<int:pk>/": by_pk("scenario"),
    **{f"imports/{one.path or one.plural}/<int:pk>/": returned(one) for one in BACK},
    "imports/<int:pk>/": by_pk("import_run", seen_from=THE_WHOLE),
    "initiatives/<str:code>/": [
        Named(lambda rows: {"code": rows.initiative.code}, seen_from=ITS_UNIT),
    ],
    "comments/<int:pk>/": by_pk("comment", seen_from=ITS_UNIT),
    "referrals/<int:pk>/": by_pk("referral", seen_from=ITS_UNIT),
    "thread/<str:kind>/<int:pk>/": [
        node("objective"),
        node("initiative", seen_from=ITS_UNIT),
        node("application", seen_from=ITS_UNIT),
    ],
    "board-pack/templates/<int:pk>/": by_pk("slide_template"),
    "board-pack/made/<int:pk>/<str:kind>/": [own(a_pack_file)],
    "board-pack/made/<int:pk>/": [own(a_pack)],
    "unsubscribe/<str:token>/": [
        Named(
            lambda rows: {
                "token": signing.dumps(
                    {"user": str(rows.colleague.pseudonym), "about": "call"}, salt=mailing.SALT
                )
            },
            owned=False,
        )
    ],
    "account/sessions/<int:pk>/": [own(a_session)],
    "account/tokens/<int:pk>/": [own(a_token)],
    "account/passkeys/<int:pk>/": [own(a_key)],
    "accounts/oidc/": [Named(lambda rows: {"provider_id": "unknown"}, owned=False)],
    "accounts/saml/": [Named(lambda rows: {"organization_slug": "unknown"}, owned=False)],
    "accounts/email/": [Named(lambda rows: {"key": "unknown"}, owned=False)],
    "accounts/password/reset/key/": [
        Named(lambda rows: {"uidb36": "1", "key": "set-password"}, owned=False)
    ],
}
"""How the addresses that begin so name their object."""
CHANGED_TOGETHER = [r for r in declared_registers() if any(column.edit for column in r.columns)]
NAMES |= {
    f"{register.path or register.plural}/several/<int:pk>/": by_pk(
        f"{register.plural}_changed", seen_from=THE_WHOLE
    )
    for register in CHANGED_TOGETHER
}
BODIES = {
    "account/second-factor/app/remove/": own(an_application),
    "account/second-factor/codes/": own(a_code),
    "account/second-factor/codes/download/": own(a_code),
    "account/confirm/code/": own(an_application),
    "account/confirm/passkey/": Named(owned=False),
    "saved-views/": Named(
        body=lambda rows: {"register": "people:units", "name": "Siège", "asked": "q=siège"},
        owned=False,
    ),
    "organisations/switch/": Named(body=lambda rows: {"organisation": rows.organisation.pk}),
    "duplicates/rule/": Named(
        body=lambda rows: {"first": rows.initiative.pk, "second": rows.other.pk}, seen_from=ITS_UNIT
    ),
}
"""What must be posted to addresses that name their object in a form."""


@dataclass(frozen=True)
class Address:
    """One named address of the application and the view behind it."""

    name: str
    route: str
    view: Callable
    parameters: frozenset

    @property
    def rule(self):
        return getattr(self.view, "rule", None)


def addresses(patterns=None, space="", start=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = start + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLPattern):
            parameters = frozenset(pattern.pattern.regex.groupindex)
            yield Address(f"{space}{pattern.name}", route, pattern.callback, parameters)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner, route)


ADDRESSES = [a for a in addresses() if not a.route.startswith("api/")]
"""Those of the API are walked in tests/api/test_access.py."""
GUARDED = [address for address in ADDRESSES if address.rule is not anyone]


def by_name(address):
    return address.name


@pytest.fixture(scope="module")
def companies(for_the_module, tmp_path_factory):
    """Two organisations and those who ask, written once for the whole walk."""
    folder = tmp_path_factory.mktemp("walk")
    own = {
        "IMPORT_DIR": folder / "imports",
        "PACK_DIR": folder / "packs",
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": THE_WALK,
    }
    with override_settings(**own):
        rows, rivals = furnished("valmorel", MARK), furnished("rivaud", "Rivaud")
        rows.rival = signed_in(factories.member(rivals.organisation, Role.OWNER))
        rows.lost = signed_in(factories.user("egaree"))
        seat_members(rows)
        furnish_imports(rows, folder)
        for one in (rows, rivals):
            home, founder = one.organisation, one.membership.user
            with transaction.atomic():
                journal.record("people.found_organisation", home, by=founder, at=AT)
        yield rows


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What is remembered of the organisations is kept along the walk, as a server keeps it."""


@pytest.fixture
def ours(companies, db):
    return companies


def furnished(slug, mark):
    """An organisation with one object of each kind, whose names contain the mark."""
    organisation = factories.organisation(f"{mark} et fils", slug)
    unit = factories.unit(organisation, f"{slug}-U", f"Unité {mark}")
    person = factories.person(organisation, f"Personne {mark}", unit=unit)
    vision = factories.vision(organisation, f"Vision {mark}")
    objective = factories.objective(organisation, f"{slug}-O", f"Objectif {mark}", weight=100)
    application = factories.application(
        organisation, f"{slug}-A", f"Application {mark}", unit=unit, owner=person
    )
    initiative = factories.initiative(
        organisation, f"{slug}-I", f"Initiative {mark}", unit=unit, business_sponsor=person
    )
    other = factories.initiative(organisation, f"{slug}-J", f"Autre {mark}", unit=unit)
    contribution = factories.contribution(initiative, objective)
    spend_line = factories.spend(initiative, 100, fiscal_year=2027)
    factories.spend(application, 50, fiscal_year=2027)
    plan = Plan.objects.create(organisation=organisation, unit=unit, fiscal_year=2027)
    plan.initiatives.add(initiative)
    dependency = factories.dependency(initiative, other)
    rate = factories.exchange_rate(organisation)
    colleague = factories.user(f"{slug}-collègue", last_name=mark, email=f"{slug}@collegue.example")
    factories.member(organisation, Role.MEMBER, username=colleague.username)
    membership = colleague.memberships.get()
    invitation = factories.invitation(organisation, f"{mark.lower()}@invited.example")
    saved_view = factories.saved_view(colleague, organisation, f"Vue {mark}", is_shared=True)
    comment = factories.comment(initiative, f"Commentaire {mark}", author=colleague)
    referral = factories.referral(person, f"Question {mark}", initiative=initiative)
    rows = SimpleNamespace(**{k: v for k, v in locals().items() if k not in ("slug", "mark")})
    furnish_history(rows, mark)
    furnish_landscape(rows, slug, mark)
    furnish_measures(rows, slug, mark)
    furnish_team(rows, slug, mark)
    for register in CHANGED_TOGETHER:
        change = factories.bulk_change(organisation, register.label, mark)
        setattr(rows, f"{register.plural}_changed", change)
    return rows


def furnish_history(rows, mark):
    """What was kept of the portfolio, what is imagined of it, what changed many rows at once."""
    home = rows.organisation
    rows.archive = factories.archive(home)
    rows.edition = factories.edition(home, f"Comité {mark}")
    rows.slide_template = factories.slide_template(home, f"Modèle {mark}.pptx")
    rows.pack = factories.pack(home, rows.colleague, files=())
    rows.scenario = factories.scenario(rows.objective, f"Scénario {mark}")
    rows.webhook = factories.webhook(home, f"https://8.8.8.8/{mark}")
    rows.delivery = factories.delivery(rows.webhook)


def furnish_landscape(rows, slug, mark):
    """What the application is made of, who supplies it, what flows out of it."""
    home, application = rows.organisation, rows.application
    rows.supplier = factories.supplier(home, f"{slug}-S", f"Fournisseur {mark}", owner=rows.person)
    rows.technology = factories.technology(
        home, f"{slug}-T", f"Technologie {mark}", supplier=rows.supplier
    )
    rows.technology_use = factories.technology_use(application, rows.technology)
    rows.supply = factories.supply(application, rows.supplier)
    neighbour = factories.application(home, f"{slug}-B", f"Voisine {mark}", unit=rows.unit)
    rows.interface = factories.interface(application, neighbour, f"{slug}-F", f"Flux {mark}")


def furnish_team(rows, slug, mark):
    """A team whose lead is whoever has that role, and what its time is made of."""
    home, lead = rows.organisation, factories.user(f"team_lead-{slug}")
    rows.calendar = factories.calendar(home, f"Calendrier {mark}")
    rows.team = factories.team(
        home,
        f"{slug}-E",
        f"Équipe {mark}",
        unit=rows.unit,
        lead=factories.person(home, f"Chef {mark}", user=lead),
        calendar=rows.calendar,
    )
    rows.reserve = factories.reserve(rows.team)
    rows.allocation = factories.allocation(rows.person, rows.team)
    rows.absence = factories.absence(rows.person, date(2026, 11, 23))


def furnish_imports(rows, folder):
    """A file half read, and one of each register that came back."""
    file = folder / "portefeuille.csv"
    file.write_text("Nom du projet;Budget 2027 (k€)\nCaisse;12\nEntrepôt;30\n")
    rows.reader, rows.folder = a_reader(rows.users[Role.OWNER], rows), folder
    rows.import_run = draft_import(rows.reader, file=file, name=f"{MARK}.csv", at=AT)
    rows.came_back = {register.label: came_back(register, rows) for register in BACK}


def seat_members(rows):
    """Someone of each role, an owner who sees one unit only, another who sees another one."""
    home = rows.organisation
    elsewhere = factories.unit(home, "AIL", "Ailleurs")
    inside = factories.member(home, Role.OWNER, username="dedans", units=[rows.unit])
    outside = factories.member(home, Role.OWNER, username="ailleurs", units=[elsewhere])
    rows.users = {role: factories.member(home, role) for role in Role}
    rows.members = {role: signed_in(user) for role, user in rows.users.items()}
    rows.readers = {role: a_reader(user, rows) for role, user in rows.users.items()}
    rows.inside, rows.outside = signed_in(inside), signed_in(outside)


def furnish_measures(rows, slug, mark):
    """What is measured of the objective, and what is asked for it."""
    home, initiative = rows.organisation, rows.initiative
    rows.indicator = factories.indicator(
        home, f"{slug}-K", f"Indicateur {mark}", objective=rows.objective, owner=rows.person
    )
    rows.indicator.initiatives.add(initiative)
    rows.measure = factories.measure(rows.indicator, source=f"Enquête {mark}")
    rows.need = factories.need(
        home, f"{slug}-N", f"Besoin {mark}", unit=rows.unit, initiative=initiative
    )


def signed_in(user):
    """A browser of this user, who has a password though nobody knows it."""
    user.password = "unknown"
    user.save()
    client = Client()
    client.force_login(user)
    session = client.session
    proof = {"method": "password", "at": time.time(), "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def a_reader(user, rows):
    return reader_of(user, organisation_id=rows.organisation.pk)


def asked(client, address, named, rows, method):
    """What one request is answered; nothing it changes is kept, in the browser either."""
    headers = {"HX-Request": "true"} if method == "fragment" else {}
    verb = "get" if method == "fragment" else method
    data = "" if verb in ("put", "delete") else named.body(rows)
    cookies = dict(client.cookies)
    with transaction.atomic():
        url = reverse(address.name, kwargs=kwargs_of(client, address, named, rows))
        response = getattr(client, verb)(url, data, headers=headers)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    if verb != "get":
        remembering.forget()
    return response


def kwargs_of(client, address, named, rows):
    if not named.of_user:
        return named.kwargs(rows) if address.parameters else None
    owner = client.session.get("_auth_user_id")
    user = User.objects.get(pk=owner) if owner else rows.membership.user
    return named.of_user(user, rows)


def word(response):
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "sign in"
    told = {403: "refused", 404: "not found", 405: "no such method"}
    assert response.status_code < 500
    return told.get(response.status_code, "let in")


def everything_told(response):
    """The text of a page or of a document, unpacked."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode(errors="replace")


def names_of(address):
    if not address.parameters:
        return [BODIES.get(address.route, Named(owned=False))]
    found = [named for start, named in NAMES.items() if address.route.startswith(start)]
    assert found, f"“{address.route}” names an object: say which in NAMES of tests/test_access.py"
    return found[0]


def test_every_address_has_a_name_and_its_view_a_rule():
    assert [a.name for a in ADDRESSES if a.name.endswith("None") or a.rule is None] == []


def test_what_is_open_to_strangers_is_listed():
    assert {a.name for a in ADDRESSES if a.rule is anyone} == set(PUBLIC)


def test_no_table_of_this_file_names_an_address_that_is_gone():
    routes, names = [a.route for a in ADDRESSES], {a.name for a in ADDRESSES}

    assert [s for s in NAMES if not any(route.startswith(s) for route in routes)] == []
    assert (set(PUBLIC) | set(WRITES) | READERS_POST | REDIRECTED) - names == set()
    assert set(BODIES) - set(routes) == set()


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.rule is anyone], ids=by_name)
def test_a_public_address_answers_a_stranger(address, ours):
    (named,) = names_of(address)

    assert asked(Client(), address, named, ours, "get").status_code == PUBLIC[address.name]


@pytest.mark.parametrize("address", GUARDED, ids=by_name)
def test_its_owner_gets_the_real_object(address, ours):
    owner = ours.members[Role.OWNER]
    for named in names_of(address):
        answers = {m: asked(owner, address, named, ours, m) for m in (*METHODS, *UNUSED)}

        shown = 302 if address.name in REDIRECTED else 200
        assert answers["get"].status_code in (shown, 405)
        assert word(answers["fragment"]) == word(answers["get"])
        assert word(answers["post"]) in ("let in", "no such method")
        assert "let in" in {word(answers["get"]), word(answers["post"])}


@pytest.mark.once
@pytest.mark.parametrize("address", GUARDED, ids=by_name)
def test_the_roles_on_both_sides_of_its_rule_are_let_in_and_refused(address, ours):
    """Of the roles let in, the one with the least; of those refused, the one with the most."""
    named = names_of(address)[0]
    rules = {"get": address.rule, "post": WRITES.get(address.name, address.rule)}
    for method, may in rules.items():
        let_in = [role for role in Role if may(ours.readers[role])]
        refused = [role for role in Role if role not in let_in]

        answers = [
            word(asked(ours.members[role], address, named, ours, method))
            for role in (*let_in[-1:], *refused[:1])
        ]

        expected = ["let in"][: len(let_in)] + ["refused"][: len(refused)]
        assert answers in (expected, ["no such method", *expected[1:]])


@pytest.mark.parametrize("kind", ["pdf", "pptx", "xlsx"])
def test_a_document_tells_its_owner_the_names_it_hides_from_others(ours, kind):
    owner, user = ours.members[Role.OWNER], ours.users[Role.OWNER]
    owner.post(reverse("reports:ask_pack"))
    asked_for = Pack.objects.get(by=user)
    make_pack.call(asked_for.pk)

    document = owner.get(reverse("reports:pack_file", args=[asked_for.pk, kind]))

    assert MARK in everything_told(document)


@pytest.mark.once
@pytest.mark.parametrize("address", GUARDED, ids=by_name)
def test_a_reader_writes_nothing(address, ours):
    for named in names_of(address):
        answer = word(asked(ours.members[Role.READER], address, named, ours, "post"))

        assert (answer == "let in") == (address.name in READERS_POST)


@pytest.mark.once
@pytest.mark.parametrize("address", GUARDED, ids=by_name)
def test_another_organisation_never_finds_it(address, ours):
    for named in names_of(address):
        for method in METHODS:
            response = asked(ours.rival, address, named, ours, method)

            expected = "not found" if named.owned else "let in"
            assert word(response) in (expected, "no such method")
            assert MARK not in everything_told(response)


@pytest.mark.once
@pytest.mark.parametrize("address", GUARDED, ids=by_name)
def test_a_stranger_is_sent_to_sign_in(address, ours):
    for named in names_of(address):
        answers = {word(asked(Client(), address, named, ours, method)) for method in METHODS}

        assert answers == {"sign in"}


@pytest.mark.once
@pytest.mark.parametrize("address", GUARDED, ids=by_name)
def test_someone_without_organisation_is_told_so(address, ours):
    lost = ours.lost
    for named in names_of(address):
        answers = {word(asked(lost, address, named, ours, method)) for method in ("get", "post")}

        assert answers == {"refused"}


@pytest.mark.once
@pytest.mark.parametrize("address", GUARDED, ids=by_name)
def test_what_stands_outside_the_perimeter_is_not_found(address, ours):
    for named in names_of(address):
        hidden = {
            ours.inside: named.seen_from == THE_WHOLE,
            ours.outside: named.seen_from != ANYWHERE,
        }
        for client, method in product(hidden, ("get", "post")):
            answer = "not found" if hidden[client] else "let in"

            found = word(asked(client, address, named, ours, method))

            assert found in (answer, "no such method")


PERSONAL = [
    address
    for address in GUARDED
    for start, named in NAMES.items()
    if named[0].of_user and address.route.startswith(start)
]


@pytest.mark.parametrize("address", PERSONAL, ids=by_name)
def test_what_is_personal_is_found_by_its_owner_only(address, ours):
    colleague = ours.members[Role.OWNER]
    (named,) = names_of(address)
    kwargs = named.of_user(ours.membership.user, ours)
    theirs = Named(lambda rows: kwargs, owned=False)

    answers = {word(asked(colleague, address, theirs, ours, method)) for method in METHODS}

    assert answers <= {"not found", "no such method"}
    assert "not found" in answers
