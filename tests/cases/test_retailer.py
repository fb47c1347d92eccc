"""The example company, its figures computed again here from its file in plain Python."""

import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import cordee.cases.retailer
from cordee.cases.retailer.demo import found_retailer
from cordee.people.models import Membership, Person, Unit
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.journal import verification
from cordee.platform.models import Entry
from cordee.strategy.models import Initiative, Plan, Waiver
from cordee.strategy.queries import Basis, picture
from tests.factories import user

FILE = Path(cordee.cases.retailer.__file__).parent / "company.toml"
BASES = [(2026, "planned"), (2026, "actual"), (2027, "planned")]


@pytest.fixture(scope="module")
def told():
    return tomllib.loads(FILE.read_text(), parse_float=Decimal)


@pytest.fixture(scope="module")
def crew():
    return tomllib.loads((FILE.parent / "teams.toml").read_text())


@pytest.fixture(scope="module")
def founded(for_the_module, now):
    return found_retailer(by=user("marianne"), at=now)


@pytest.fixture
def retailer(founded, db):
    return founded


@pytest.fixture
def drawn(retailer, now):
    owner = Membership.objects.get(organisation=retailer, role=Role.OWNER).user
    reader = reader_of(owner, organisation_id=retailer.pk)
    return lambda year, stage: picture(reader, basis=Basis(year, stage), on=now.date())


def spent(source, year, stage):
    """Known euros of a source on one basis; None when it has no line, or an unknown one."""
    lines = [line[4] for line in source.get("spend", []) if line[:2] == [year, stage]]
    if not lines or any(isinstance(amount, str) for amount in lines):
        return None
    return Decimal(sum(lines))


def known_sources(told, year, stage):
    sources = told["initiatives"] + told["applications"]
    return [(s, spent(s, year, stage)) for s in sources if spent(s, year, stage) is not None]


def spend_by_objective(told, year, stage):
    found = {objective["code"]: Decimal(0) for objective in told["objectives"]}
    for source, amount in known_sources(told, year, stage):
        for code, share in source.get("serves", {}).items():
            found[code] += amount * share
    return found


def test_the_company_has_the_size_the_readme_says(told):
    counted = {kind: len(told[kind]) for kind in ("objectives", "initiatives", "applications")}

    assert counted == {"objectives": 6, "initiatives": 32, "applications": 25}
    assert sum(objective["points"] for objective in told["objectives"]) == 100
    assert (len(told["units"]), len(told["people"])) == (12, 25)


def test_total_and_orphans_are_those_of_the_file(told, drawn):
    for basis in BASES:
        known = known_sources(told, *basis)
        total = sum(amount for _source, amount in known)
        orphans = {s["code"] for s, _amount in known if not s.get("serves")}

        found = drawn(*basis)

        assert found.total == total
        assert found.orphan_spend == total - sum(spend_by_objective(told, *basis).values())
        assert {source.code for source in found.orphans} == orphans


def test_the_score_is_one_minus_half_the_gaps(told, drawn):
    points = {objective["code"]: objective["points"] for objective in told["objectives"]}
    for basis in BASES:
        spend = spend_by_objective(told, *basis)
        total = sum(amount for _source, amount in known_sources(told, *basis))
        gaps = sum(abs(spend[code] / total - Decimal(points[code]) / 100) for code in points)
        orphan = (total - sum(spend.values())) / total

        found = drawn(*basis)

        assert {o.code: o.spend for o in found.objectives} == spend
        assert found.score == pytest.approx(float(1 - (gaps + orphan) / 2))


def test_sponsors_and_run_are_those_of_the_file(told, drawn):
    for basis in BASES:
        known = known_sources(told, *basis)
        led = [(s, amount) for s, amount in known if s in told["initiatives"]]
        joint = sum(a for s, a in led if s.get("business_sponsor") and s.get("it_sponsor"))
        run = sum(a for s, a in known if s in told["applications"])

        found = drawn(*basis)

        assert found.joint_sponsorship == pytest.approx(float(joint / sum(a for _s, a in led)))
        assert found.run_share == pytest.approx(float(run / sum(a for _s, a in known)))
        assert found.run_covered == 1


def test_the_figures_of_2027_are_those_of_the_story(drawn):
    found = drawn(2027, "planned")

    assert (found.total, found.orphan_spend) == (Decimal(10_155_000), Decimal(2_555_000))
    assert round(found.score * 100) == 68
    assert [o.code for o in found.unserved] == ["O6"]
    assert (found.coverage.known, found.coverage.of) == (47, 48)
    assert [(s.code, s.known) for s in found.sources if not s.known] == [("I-32", False)]


def test_spend_in_conflict_names_its_three_causes(told, drawn):
    codes = dict(Initiative.objects.values_list("pk", "code"))
    amounts = {s["code"]: spent(s, 2027, "planned") for s in told["initiatives"]}

    found = drawn(2027, "planned")

    causes = {(c.cause, codes[c.first], codes[c.second]): c.spend for c in found.conflicts}
    assert causes == {
        ("excludes", "I-12", "I-07"): amounts["I-12"] + amounts["I-07"],
        ("requires", "I-10", "I-24"): amounts["I-10"],
        ("duplicate", "I-13", "I-30"): amounts["I-13"] + amounts["I-30"],
    }
    assert found.conflict_spend == sum(causes.values())


def test_the_failed_application_had_no_business_sponsor_and_its_relaunch_has_both(retailer):
    failed = Initiative.objects.get(organisation=retailer, code="I-29")
    relaunch = Initiative.objects.get(organisation=retailer, code="I-01")

    assert (failed.status, failed.business_sponsor) == (Initiative.Status.KILLED, None)
    assert relaunch.business_sponsor.name == "Claire Ansel"
    assert relaunch.it_sponsor == failed.it_sponsor
    assert {c.objective.code: c.share for c in relaunch.contributions.all()} == {
        "O1": Decimal("0.6"),
        "O3": Decimal("0.4"),
    }


def test_what_runs_was_inherited_and_waits_for_a_decision(told, retailer, now):
    under_way = {s["code"] for s in told["initiatives"] if s["status"] in ("running", "paused")}

    waivers = Waiver.objects.filter(organisation=retailer).select_related("initiative")

    assert {w.initiative.code for w in waivers} == under_way
    assert {(w.expires_on - now.date()).days for w in waivers} == {90}
    assert Counter(Initiative.objects.values_list("status", flat=True)) == Counter(
        s["status"] for s in told["initiatives"]
    )


def test_the_journal_tells_how_the_company_was_founded(told, retailer):
    spend_lines = sum(len(s.get("spend", [])) for s in told["initiatives"] + told["applications"])

    actions = Counter(Entry.objects.values_list("action", flat=True))

    assert actions["strategy.save_spend_line"] == spend_lines + 1
    assert actions["strategy.save_initiative"] == 32 + 3
    assert actions["strategy.freeze_edition"] == 1
    assert actions["strategy.inherit_initiatives"] == 1
    assert verification(retailer).holds


def test_everybody_and_every_plan_of_the_file_is_there(told, crew, retailer):
    named = {p["name"] for p in told["people"]} | {
        m[0] for t in crew["teams"] for m in t["members"]
    }
    assert set(Person.objects.values_list("name", flat=True)) == named
    assert set(Unit.objects.values_list("code", flat=True)) == {u["code"] for u in told["units"]}
    assert {
        (plan.unit.code, plan.fiscal_year, frozenset(i.code for i in plan.initiatives.all()))
        for plan in Plan.objects.all()
    } == {(p["unit"], p["fiscal_year"], frozenset(p["initiatives"])) for p in told["plans"]}
