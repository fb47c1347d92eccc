"""Computes the formulas of a workbook from its values, as a spreadsheet program does.

Written apart from the code that writes the formulas: it knows the few functions they use.
"""

import re
from itertools import product
from operator import add, eq, mul, ne, pow, sub, truediv

from openpyxl.utils import get_column_letter, range_boundaries

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"]|"")*")"""
    r"""|(?P<cells>(?:'(?:[^']|'')*'!)?\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?)"""
    r"""|(?P<name>[A-Z]+)\(|(?P<sign><>|[-+*/^=(),]))"""
)
LEVELS = (
    {"=": eq, "<>": ne},
    {"+": add, "-": sub},
    {"*": mul, "/": truediv},
    {"^": pow},
)


class Calculator:
    """The value of any cell, its formula followed down to what was written."""

    def __init__(self, workbook):
        self.workbook, self.known = workbook, {}

    def value(self, sheet, cell):
        at = (sheet, cell)
        if at not in self.known:
            found = self.workbook[sheet][cell]
            is_formula = found.data_type == "f"
            self.known[at] = (
                Formula(self, sheet, found.value).value() if is_formula else found.value
            )
        return self.known[at]


class Formula:
    """One formula, read from left to right."""

    def __init__(self, calculator, sheet, text):
        self.calculator, self.sheet = calculator, sheet
        self.tokens = [(m.lastgroup, m[m.lastgroup]) for m in TOKEN.finditer(text[1:])]
        assert sum(len(m[0]) for m in TOKEN.finditer(text[1:])) == len(text) - 1, text

    def value(self):
        found = self.level(0)
        assert self.tokens == []
        return found

    def level(self, rank):
        if rank == len(LEVELS):
            return self.atom()
        found = self.level(rank + 1)
        while self.tokens and self.tokens[0][1] in LEVELS[rank] and self.tokens[0][0] == "sign":
            operation = LEVELS[rank][self.tokens.pop(0)[1]]
            found = each(operation, found, self.level(rank + 1))
        return found

    def atom(self):
        kind, said = self.tokens.pop(0)
        if kind == "number":
            return float(said)
        if kind == "text":
            return said[1:-1].replace('""', '"')
        if kind == "cells":
            return self.cells(said)
        inside = self.arguments()
        return FUNCTIONS[said](*inside) if kind == "name" else inside[0]

    def arguments(self):
        found = [self.level(0)]
        while self.tokens.pop(0)[1] == ",":
            found.append(self.level(0))
        return found

    def cells(self, said):
        sheet, _mark, cells = said.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet else self.sheet
        cells = cells.replace("$", "")
        if ":" not in cells:
            return self.calculator.value(sheet, cells)
        left, top, right, bottom = range_boundaries(cells)
        places = product(range(top, bottom + 1), range(left, right + 1))
        return [self.calculator.value(sheet, f"{get_column_letter(c)}{r}") for r, c in places]


def each(operation, left, right):
    """One by one when a side is a range; an empty cell counts for zero, a text never does."""
    if not isinstance(left, list) and not isinstance(right, list):
        if operation in (eq, ne):
            return operation(left, right)
        return operation(*(0 if side is None else side + 0.0 for side in (left, right)))
    count = len(left if isinstance(left, list) else right)
    sides = [side if isinstance(side, list) else [side] * count for side in (left, right)]
    return [each(operation, *pair) for pair in zip(*sides, strict=True)]


def numbers(values):
    return [v for v in values if isinstance(v, int | float)]


def fits(value, wanted):
    if wanted == "<>":
        return value not in (None, "")
    return value == wanted


def sum_ifs(amounts, *pairs):
    kept = [True] * len(amounts)
    for cells, wanted in zip(pairs[::2], pairs[1::2], strict=True):
        kept = [k and fits(v, wanted) for k, v in zip(kept, cells, strict=True)]
    return sum(numbers(a for a, k in zip(amounts, kept, strict=True) if k))


def count_if(cells, wanted):
    if isinstance(wanted, list):
        return [count_if(cells, one) for one in wanted]
    return sum(fits(value, wanted) for value in cells)


def sum_product(first, *others):
    total = first
    for other in others:
        total = each(mul, total, other)
    return sum(numbers(total))


FUNCTIONS = {
    "ABS": lambda values: [abs(v or 0) for v in values],
    "COUNTIF": count_if,
    "INDEX": lambda cells, place: cells[int(place) - 1],
    "MATCH": lambda wanted, cells, _exact: cells.index(wanted) + 1,
    "ROWS": len,
    "SUM": lambda *ranges: sum(numbers(v for cells in ranges for v in cells)),
    "SUMIFS": sum_ifs,
    "SUMPRODUCT": sum_product,
}
