import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from cordee.platform.charts import painted, svg
from cordee.strategy.charts import findings
from cordee.strategy.charts.flows import flows_of
from cordee.strategy.charts.placing import ROW
from cordee.strategy.charts.spend import (
    SpendRow,
    source_line,
    spend_against_priority,
    spend_rows,
    spend_table,
)
from cordee.strategy.charts.thread import thread_layout, thread_rows
from cordee.strategy.queries import (
    Basis,
    ConflictRow,
    Coverage,
    Duplicate,
    ObjectiveFigure,
    Picture,
    Serves,
    SourceFigure,
)

WIDE = 710


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def an_objective(pk, name, *, spend=0, share=0.0, priority=None, state="served", mark="o1"):
    return ObjectiveFigure(pk, f"O{pk}", name, mark, priority, Decimal(spend), share, 1, state)


def a_source(pk, name, spend, serves=(), *, kind="initiative", applications=(), **told):
    """`spend` None: unknown; `serves`: (objective, share) pairs."""
    amount = Decimal(spend or 0)
    given = tuple(Serves(o, Decimal(share), amount * Decimal(share)) for o, share in serves)
    return SourceFigure(
        kind=kind,
        pk=pk,
        code=f"I-{pk:02}",
        name=name,
        status="running",
        unit="Commerce",
        business_sponsor="",
        it_sponsor="",
        spend=amount,
        known=spend is not None,
        unknown_reason="",
        natures=told.get("natures", {"unstated": amount}),
        serves=given,
        orphan_spend=amount - sum((s.spend for s in given), Decimal(0)),
        is_orphan=not given,
        applications=applications,
    )


def a_picture(objectives=(), sources=(), **told):
    total = sum((s.spend for s in sources), Decimal(0))
    orphan = sum((s.orphan_spend for s in sources), Decimal(0))
    known = sum(s.known for s in sources)
    return Picture(
        **{
            "basis": Basis(2027),
            "on": date(2026, 11, 20),
            "currency": "EUR",
            "objectives": tuple(objectives),
            "sources": tuple(sources),
            "total": total,
            "coverage": Coverage(known, len(sources)),
            "score": None,
            "orphan_spend": orphan,
            "orphan_share": float(orphan / total) if total else None,
            "concentration": None,
            "joint_sponsorship": None,
            "joint_covered": None,
            "run_share": None,
            "run_covered": None,
            "conflict_spend": Decimal(0),
            "conflicts": (),
            "duplicates": (),
        }
        | told
    )


@pytest.fixture
def small():
    """600k for growth (60 points), 200k for margin (40), 200k for nothing."""
    return a_picture(
        [
            an_objective(1, "Growth", spend=600_000, share=0.6, priority=0.6),
            an_objective(2, "Margin", spend=200_000, share=0.2, priority=0.4, mark="o2"),
        ],
        [
            a_source(1, "Mobile app", 600_000, [(1, "1")]),
            a_source(2, "Warehouse", 200_000, [(2, "1")]),
            a_source(3, "Intranet", 200_000),
        ],
        score=0.8,
    )


EMPTY = a_picture()


def test_an_empty_portfolio_gives_sentences_not_figures():
    told = [
        findings.main_finding(EMPTY),
        findings.orphans_finding(EMPTY),
        findings.unserved_finding(EMPTY),
        findings.conflict_finding(EMPTY),
        findings.duplicates_finding(EMPTY),
        findings.concentration_finding(EMPTY),
        findings.sponsorship_finding(EMPTY),
        findings.run_finding(EMPTY),
        findings.unknown_finding(EMPTY),
        findings.coverage_sentence(EMPTY),
    ]

    assert told == [
        "No initiative has been brought in yet",
        "No initiative has been brought in yet",
        "No objective is written yet",
        "No conflict is known between funded initiatives",
        "No possible duplicate is left between units",
        "Concentration is not computed: no known spend reaches an objective",
        "No sponsor is named yet: joint sponsorship is unknown",
        "No spend line says yet whether it is run or change",
        "No initiative has been brought in yet",
        "0 of 0 initiatives",
    ]


@pytest.mark.parametrize(
    ("score", "sentence"),
    [
        (None, "No priority is stated yet: alignment is not computed"),
        (0.0, "100% of the planned spend would have to move to follow the priorities"),
        (0.725, "27% of the planned spend would have to move to follow the priorities"),
        (0.999, "All the planned spend follows the priorities"),
    ],
)
def test_alignment_is_told_as_what_would_have_to_move(small, score, sentence):
    assert findings.alignment_finding(replace(small, score=score)) == sentence


def test_alignment_without_any_known_cost_is_not_a_zero():
    unknown = a_picture(sources=[a_source(1, "Orion", None)])

    assert findings.alignment_finding(unknown) == "No cost is known yet: alignment is not computed"
    assert findings.spend_finding(unknown) == "No cost is known yet"


@pytest.mark.parametrize(
    ("orphan_share", "sentence"),
    [
        (0.253, "A quarter of the planned spend serves no objective"),
        (0.29, "29% of the planned spend serves no objective"),
        (1.0, "None of the planned spend is linked to an objective yet"),
        (0.02, "“Margin” receives 20% of the planned spend for a priority of 40%"),
        (0.0, "“Margin” receives 20% of the planned spend for a priority of 40%"),
    ],
)
def test_the_spend_finding_states_what_weighs_most(small, orphan_share, sentence):
    assert findings.spend_finding(replace(small, orphan_share=orphan_share)) == sentence


def test_without_priorities_the_spend_finding_counts_the_objectives_that_take_half(small):
    objectives = [an_objective(n, f"Zone {n}", spend=1, share=0.2) for n in range(1, 6)]
    flat = replace(small, objectives=tuple(objectives), orphan_share=0.0, score=None)
    one = replace(flat, objectives=(an_objective(1, "Zone 1", share=0.9), *objectives[1:2]))

    told = [findings.main_finding(flat), findings.main_finding(one)]
    assert told == [
        "Three objectives of 5 receive 60% of the planned spend",
        "One objective of 2 receives 90% of the planned spend",
    ]


@pytest.mark.parametrize(
    ("costs", "sentence"),
    [
        ([], "Every initiative leads to an objective"),
        ([70_000], "One initiative, €70k, leads to no objective"),
        ([770_000, 770_000], "Two initiatives, €1.54m, lead to no objective"),
        ([None], "One initiative of unknown cost leads to no objective"),
        ([None, None], "Two initiatives of unknown cost lead to no objective"),
        ([70_000, None], "Two initiatives, €70k and 1 of unknown cost, lead to no objective"),
        ([10_000] * 10, "10 initiatives, €100k, lead to no objective"),
    ],
)
def test_orphans_are_counted_with_what_they_cost(costs, sentence):
    linked = a_source(1, "Mobile app", 600_000, [(1, "1")])
    orphans = [a_source(n, f"Orphan {n}", cost) for n, cost in enumerate(costs, start=2)]
    found = a_picture([an_objective(1, "Growth")], [linked, *orphans])

    assert findings.orphans_finding(found) == sentence


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        (["served"], "Every objective receives spend"),
        (["unserved"], "“Goal 0” receives no spend"),
        (["unserved", "unserved"], "Two objectives receive no spend"),
        (["unknown"], "“Goal 0” is served by unknown costs only"),
        (
            ["unserved", "unknown", "unknown"],
            "“Goal 0” receives no spend. Two objectives are served by unknown costs only",
        ),
    ],
)
def test_an_objective_served_by_unknown_costs_is_not_told_as_unserved(states, sentence):
    objectives = [an_objective(n, f"Goal {n}", state=state) for n, state in enumerate(states)]

    assert findings.unserved_finding(a_picture(objectives)) == sentence


def test_conflicts_and_duplicates_count_their_pairs(small):
    pair = ConflictRow("excludes", 1, 2, Decimal(800_000))
    alike = Duplicate(1, 2, 0.8, ("app",), "")
    one = replace(small, conflicts=(pair,), conflict_spend=Decimal(800_000), duplicates=(alike,))
    judged = replace(alike, verdict="distinct")
    two = replace(one, conflicts=(pair, pair), duplicates=(alike, alike, judged))

    told = [
        findings.conflict_finding(one),
        findings.conflict_finding(two),
        findings.duplicates_finding(one),
        findings.duplicates_finding(two),
        findings.duplicates_finding(replace(one, duplicates=(judged,))),
    ]
    assert told == [
        "€800k is in conflict: one pair of initiatives overlap or contradict",
        "€800k is in conflict: 2 pairs of initiatives overlap or contradict",
        "One pair of initiatives look alike across units",
        "Two pairs of initiatives look alike across units",
        "No possible duplicate is left between units",
    ]


def test_shares_are_told_with_what_they_cover(small):
    told = replace(small, concentration=0.25, joint_sponsorship=0.5, run_share=0.7, run_covered=0.4)

    assert findings.concentration_finding(told) == (
        "The spend is as concentrated as if it served 4.0 equal objectives"
    )
    assert findings.concentration_finding(replace(told, concentration=1.0)) == (
        "All the spend that is linked serves one objective"
    )
    assert findings.sponsorship_finding(told) == (
        "50% of the initiatives’ spend has both a business and an IT sponsor"
    )
    assert findings.run_finding(told) == (
        "70% of the spend whose purpose is stated (40% of it all) is run"
    )
    assert findings.run_finding(replace(told, run_covered=1.0)) == (
        "70% of the spend keeps what exists running"
    )


def test_the_coverage_counts_applications_when_there_are_some(small):
    orion = a_source(4, "Orion", None)
    site = a_source(1, "Site", 10, kind="application")
    with_unknown = a_picture(small.objectives, [*small.sources, orion])
    with_application = a_picture(small.objectives, [*small.sources, site])

    told = [findings.coverage_sentence(p) for p in (small, with_unknown, with_application)]
    assert told == [
        "3 of 3 initiatives",
        "3 of 4 initiatives, 1 unknown",
        "4 of 4 initiatives and applications",
    ]
    assert findings.unknown_finding(with_unknown) == (
        "One cost is unknown and counts for nothing here"
    )
    assert findings.unknown_finding(small) == "Every cost is known"


def test_a_basis_is_named_by_its_period_and_stage(small):
    labels = [findings.basis_label(b) for b in (Basis(2027), Basis(None), Basis(2026, "actual"))]

    assert labels == ["2027, planned", "Whole-life cost, planned", "2026, actual"]
    assert source_line(small) == "20 Nov 2026 · 2027, planned · 3 of 3 initiatives"


def test_the_rows_of_the_chart_are_the_figures_of_the_picture(small):
    assert spend_rows(small) == (
        SpendRow("Growth", "objective", "o1", 0.6, Decimal(600_000), 0.6),
        SpendRow("Margin", "objective", "o2", 0.4, Decimal(200_000), 0.2),
        SpendRow("No objective", "orphan", "orphan", 0.0, Decimal(200_000), 0.2),
    )


def test_beyond_twelve_rows_the_smallest_objectives_stand_together(small):
    many = [an_objective(n, f"Zone {n}", spend=n, share=n / 210) for n in range(1, 21)]
    rows = spend_rows(replace(small, objectives=tuple(many), score=None))

    assert [row.label for row in rows[-3:]] == ["Zone 20", "9 other objectives", "No objective"]
    assert len(rows) == 13
    assert sum(row.spend for row in rows[:-1]) == sum(o.spend for o in many)


def test_an_objective_of_unknown_spend_has_no_mark_and_says_so(small):
    unknown = an_objective(3, "Resilience", share=0.0, priority=0.0, state="unknown")
    drawn = replace(small, objectives=(*small.objectives, unknown))

    data = spend_against_priority(drawn, width=WIDE)["data"]["values"]

    assert [(d["share"], d["said"]) for d in data] == [
        (0.6, "0\u00a0pt"),
        (0.2, "−20\u00a0pts"),
        (None, "unknown"),
        (0.2, "+20\u00a0pts"),
    ]
    assert spend_table(drawn)[1][2] == ("Resilience", "0%", "unknown", "—", "unknown")


def test_without_priorities_the_chart_ranks_shares_in_bars(small):
    bare = replace(
        small,
        score=None,
        objectives=tuple(replace(o, priority=None) for o in small.objectives),
    )

    spec = spend_against_priority(bare, width=WIDE)

    assert spec["layer"][0]["mark"]["type"] == "bar"
    assert [d["said"] for d in spec["data"]["values"]] == ["60%", "20%", "20%"]


def test_two_objectives_of_one_name_stay_two_rows_and_a_hostile_name_is_text(small):
    name = '"]; alert(1) </text><script>'
    twins = replace(small, objectives=tuple(replace(o, name=name) for o in small.objectives))

    drawing = svg(
        spend_against_priority(twins, width=WIDE), title="x", width_class="wide", language="en"
    )

    assert drawing.count("alert(1)") == 2
    assert "<script" not in drawing


def test_the_chart_of_an_empty_picture_is_still_a_chart():
    spec = spend_against_priority(EMPTY, width=WIDE)

    assert json.loads(json.dumps(painted(spec, page=False)))["data"] == {"values": []}


def test_the_thread_carries_every_euro_from_column_to_column(small):
    thread = thread_layout(small)

    told = [(n.key, n.amount, n.css) for n in thread.nodes]
    assert told == [
        ("objective-1", "€600k", "o1"),
        ("objective-2", "€200k", "o2"),
        ("no-objective", "€200k", "orphan"),
        ("initiative-1", "€600k", "o1"),
        ("initiative-2", "€200k", "o2"),
        ("initiative-3", "€200k", "orphan"),
    ]
    assert [c.label for c in thread.columns] == ["Objectives", "Initiatives", "Spend"]
    assert [a.text for a in thread.amounts] == ["€600k", "€200k", "€200k"]


def test_applications_make_a_column_and_shared_spend_is_spread_evenly(small):
    site, till = (7, "SITE", "Site"), (8, "TILL", "Till")
    app = replace(small.sources[0], applications=(site, till))
    run = a_source(8, "Till", 100_000, [(1, "0.5")], kind="application")
    drawn = a_picture(small.objectives, [app, *small.sources[1:], run])

    thread = thread_layout(drawn)

    amounts = {n.key: n.amount for n in thread.nodes if n.x == thread.columns[2].x}
    assert amounts == {
        "application-7": "€300k",
        "application-8": "€400k",
        "no-application": "€400k",
    }
    assert thread.spreads_evenly
    assert {n.key: n.amount for n in thread.nodes}["no-objective"] == "€250k"


def test_an_unknown_cost_is_a_thin_node_that_says_so(small):
    drawn = a_picture(small.objectives, [*small.sources, a_source(4, "Orion", None, [(2, "1")])])

    node = next(n for n in thread_layout(drawn).nodes if n.key == "initiative-4")

    assert (node.amount, node.css, node.h) == ("unknown", "o2 unknown", 2.0)


def test_the_selected_thread_is_gold_from_end_to_end_and_drawn_last(small):
    thread = thread_layout(small, selected="initiative-2")

    assert [n.key for n in thread.nodes if n.css.endswith(" hl")] == [
        "objective-2",
        "initiative-2",
    ]
    assert [link.css for link in thread.links] == ["o1", "orphan", "o2 hl"]


def test_bars_split_the_spend_by_nature_and_the_column_says_so(small):
    natures = {"capex": Decimal(450_000), "opex": Decimal(150_000)}
    drawn = replace(small, sources=(replace(small.sources[0], natures=natures),))

    thread = thread_layout(drawn)

    assert [(b.nature, b.css) for b in thread.bars] == [("capex", "n0"), ("opex", "n1")]
    assert thread.columns[-1].label == "Spend, by nature"
    assert thread.natures == (("n0", "Investment (capex)"), ("n1", "Operating cost (opex)"))


@pytest.fixture
def large():
    """300 initiatives over 60 objectives and 45 applications, 5 % of each left over."""
    sources = [
        a_source(
            n,
            f"Initiative {n}",
            1000 + 37 * n,
            [(n % 60 + 1, "0.95")],
            applications=((n % 45, f"A{n % 45}", f"Application {n % 45}"),),
        )
        for n in range(1, 301)
    ]
    objectives = [
        an_objective(n, f"Objective {n}", spend=sum(s.spend for s in sources if s.pk % 60 + 1 == n))
        for n in range(1, 61)
    ]
    return a_picture(objectives, sources)


def test_a_large_portfolio_is_grouped_and_loses_no_money(large):
    found = flows_of(large)

    assert abs(sum(flow.amount for flow in found.flows) - large.total) < Decimal("0.01")
    counts = [len(column) for column in (found.objectives, found.sources, found.applications)]
    assert counts == [42, 51, 31]


def test_the_selected_initiative_is_never_grouped(large):
    assert "initiative-1" not in {place.key for place in flows_of(large).sources}

    found = flows_of(large, selected="initiative-1")

    assert "initiative-1" in {place.key for place in found.sources}


def test_no_label_stands_over_another(large):
    thread = thread_layout(large)

    columns = {}
    for node in thread.nodes:
        columns.setdefault(node.x, []).append(node.label_y)
    gaps = [
        b - a for ys in columns.values() for a, b in zip(sorted(ys), sorted(ys)[1:], strict=False)
    ]
    assert min(gaps) >= ROW
    assert max(node.y + node.h for node in thread.nodes) <= thread.height


def test_the_table_lists_each_strand_under_its_objective(small):
    told = [(r.objective and r.objective.name, r.source.name, r.spend) for r in thread_rows(small)]

    assert told == [
        ("Growth", "Mobile app", Decimal(600_000)),
        ("Margin", "Warehouse", Decimal(200_000)),
        (None, "Intranet", Decimal(200_000)),
    ]


def test_an_empty_portfolio_draws_an_empty_thread():
    thread = thread_layout(EMPTY)

    assert (thread.nodes, thread.links, thread.bars) == ((), (), ())
