"""Time the golden thread of a very large portfolio: one JSON line."""

import json
from statistics import median
from time import perf_counter

import numpy as np

from cordee.engine.alignment import Alignment, aligned, leaf_priorities, leaves, net_spend

SOURCES, OBJECTIVES, THEMES, LINES, PER_SOURCE = 10_000, 50, 5, 100_000, 10
RUNS, TARGET, SEED = 15, 0.05, 2024


def portfolio(rng):
    """Themes, leaf objectives under them, and sources that share themselves among ten leaves."""
    leaf = np.arange(THEMES, THEMES + OBJECTIVES)
    served = rng.permuted(np.tile(leaf, (SOURCES, 1)), axis=1)[:, :PER_SOURCE]
    amount = rng.normal(100_000, 80_000, LINES).round(2)
    amount[rng.random(LINES) < 0.01] = np.nan
    return {
        "amount": amount,
        "line_source": rng.integers(0, SOURCES, LINES),
        "weight": rng.integers(1, 100, THEMES + OBJECTIVES).astype(float),
        "parent": np.r_[np.full(THEMES, -1), np.arange(OBJECTIVES) % THEMES],
        "contribution_source": np.repeat(np.arange(SOURCES), PER_SOURCE),
        "contribution_objective": served.ravel(),
        "share": rng.dirichlet(np.ones(PER_SOURCE), SOURCES).ravel() * 0.95,
    }


def thread(rows) -> Alignment:
    net = net_spend(rows["amount"], source=rows["line_source"], sources=SOURCES)
    return aligned(
        net.amount,
        net.known,
        contribution_source=rows["contribution_source"],
        contribution_objective=rows["contribution_objective"],
        share=rows["share"],
        priority=leaf_priorities(rows["weight"], parent=rows["parent"]),
        leaf=leaves(rows["parent"]),
    )


def seconds(work):
    started = perf_counter()
    work()
    return perf_counter() - started


def main():
    rows = portfolio(np.random.default_rng(SEED))
    picture = thread(rows)
    taken = median(seconds(lambda: thread(rows)) for _ in range(RUNS))
    floor = median(
        seconds(lambda: np.bincount(rows["contribution_objective"], weights=rows["share"]))
        for _ in range(RUNS)
    )
    report = {
        "name": "alignment",
        "seconds": round(taken, 6),
        "target": TARGET,
        "floor_seconds": round(floor, 6),
        "ratio": round(taken / floor, 2),
        "score": round(picture.score, 6),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
