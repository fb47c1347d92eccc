from cordee.platform.importing.fields import Field
from cordee.platform.importing.mapping import Served, mapped_rows
from tests.platform.importing.files import mapping_of, read_rows

CODE = Field("code", "key", synonyms=("code projet",))
NAME = Field("name", "text", synonyms=("nom du projet", "projet"), required=True)
UNIT = Field("unit", "unit", synonyms=("direction",))
STATUS = Field("status", "choice", synonyms=("statut",), choices={"en cours": "running"})
START = Field("start", "date", synonyms=("début",))
FIELDS = (CODE, NAME, UNIT, STATUS, START)


def test_each_choice_comes_with_what_speaks_for_it(tmp_path):
    rows = [
        ["DEBUT", "Statut", "Nom_du_projet", "Code projet"],
        ["01/02/2026", "En cours", "Web", "P1"],
        ["à définir", "en cours", "CRM", "P2"],
    ]

    mapping = mapping_of(read_rows(tmp_path, rows), FIELDS)

    known = "its header “%s” is a known name of it"
    assert mapping.served == (
        Served("code", "Code projet", (known % "Code projet", "2 distinct values in 2 rows")),
        Served("name", "Nom_du_projet", (known % "Nom_du_projet", "2 distinct values in 2 rows")),
        Served("status", "Statut", (known % "Statut", "2 of 2 cells are known values")),
        Served("start", "DEBUT", (known % "DEBUT", "1 of 2 cells are dates")),
    )


def test_the_name_is_the_key_where_no_column_is_a_code_and_it_says_so(tmp_path):
    table = read_rows(tmp_path, [["Projet", "Direction"], ["Web", "Ventes"], ["CRM", "Ventes"]])

    mapping = mapping_of(table, FIELDS)

    assert (mapping.column_of("code"), mapping.column_of("name")) == (None, "Projet")
    assert mapping.served[0].evidence[-1] == "no code column: the key is the name"


def test_a_column_of_codes_is_the_key_whatever_its_header(tmp_path):
    table = read_rows(tmp_path, [["Projet", "Matricule"], ["Web", "PRJ-001"], ["CRM", "PRJ-002"]])

    mapping = mapping_of(table, FIELDS)

    assert mapping.served[0] == Served(
        "code",
        "Matricule",
        ("no header names it: its cells are codes that all differ", "2 distinct values in 2 rows"),
    )


def test_a_column_whose_codes_repeat_is_no_key(tmp_path):
    table = read_rows(tmp_path, [["Projet", "Code projet"], ["Web", "P1"], ["CRM", "P1"]])

    assert mapping_of(table, FIELDS).column_of("code") is None


def test_a_unit_given_by_its_code_is_taken_by_its_full_name(tmp_path):
    rows = [
        ["Projet", "Direction", "Libellé long"],
        ["Web", "DV", "Direction des ventes"],
        ["CRM", "DF", "Direction financière"],
        ["ERP", "DF", "Direction financière"],
    ]

    mapping = mapping_of(read_rows(tmp_path, rows), FIELDS)

    assert mapping.served[1] == Served(
        "unit",
        "Libellé long",
        ("“Libellé long” spells out the codes of “Direction”", "2 distinct values in 3 rows"),
    )


def test_a_comment_on_a_status_is_not_a_status(tmp_path):
    rows = [["Projet", "Commentaire statut"], ["Web", "En cours"], ["CRM", "En cours"]]

    assert mapping_of(read_rows(tmp_path, rows), FIELDS).column_of("status") is None


def test_a_header_is_not_believed_against_its_cells(tmp_path):
    rows = [["Projet", "Statut", "Début"], ["Web", "Rouge", "bientôt"], ["CRM", "Vert", "2026"]]

    mapping = mapping_of(read_rows(tmp_path, [*rows, ["ERP", "Vert", "plus tard"]]), FIELDS)

    assert [each.field for each in mapping.served] == ["name"]


def test_the_first_of_two_columns_of_one_name_is_taken_and_it_is_said(tmp_path):
    rows = [["Projet", "Statut", "Statut"], ["Web", "En cours", "En cours"]]

    mapping = mapping_of(read_rows(tmp_path, rows), FIELDS)

    served = mapping.served[1]
    assert (served.column, served.evidence[-1]) == ("Statut", "first of 2 columns named “Statut”")


def test_without_a_known_header_the_name_is_the_first_column_that_tells_rows_apart(tmp_path):
    rows = [["X", "Y", "Z"], ["oui", "Web", "1"], ["oui", "CRM", "2"], ["non", "ERP", "3"]]

    mapping = mapping_of(read_rows(tmp_path, rows), FIELDS)

    assert mapping.column_of("name") == "Y"


def test_a_code_that_is_a_date_is_no_code(tmp_path):
    rows = [["Projet", "Jour"], ["Web", "2026-01-01"], ["CRM", "2026-01-02"]]

    assert mapping_of(read_rows(tmp_path, rows), FIELDS).column_of("code") is None


def test_a_line_of_totals_does_not_unmake_the_column_of_codes(tmp_path):
    rows = [["Code projet", "Projet"], ["P1", "Web"], ["P2", "CRM"], ["", "Total"]]

    assert mapping_of(read_rows(tmp_path, rows), FIELDS).column_of("code") == "Code projet"


MONEY = Field("spend", "money", synonyms=("coût",))
CURRENCY = Field("currency", "currency", synonyms=("devise",))


def test_each_amount_takes_the_currency_its_row_names(tmp_path):
    rows = [["Projet", "Coût", "Devise"], ["A", "1", "$"], ["B", "2", "USD"], ["C", "3 €", "usd"]]
    rows += [["D", "4", "gbp"], ["E", "5", "à définir"]]
    table, fields = read_rows(tmp_path, rows), (NAME, MONEY, CURRENCY)

    mapping = mapping_of(table, fields)

    read = [row.spend[0].value for row in mapped_rows(table, mapping=mapping, fields=fields)]
    assert [(money.amount, money.currency) for money in read] == [
        (1, "USD"),
        (2, "USD"),
        (3, "EUR"),
        (4, "GBP"),
        (5, "USD"),
    ]
    assert mapping.spend[0].evidence[-2] == "most rows of “Devise” say USD"


def test_amounts_whose_header_names_their_currency_do_not_take_another(tmp_path):
    rows = [["Projet", "Coût (k€)", "Devise"], ["A", "1", "USD"], ["B", "2", "USD"]]

    mapping = mapping_of(read_rows(tmp_path, rows), (NAME, MONEY, CURRENCY))

    assert (mapping.column_of("currency"), mapping.spend[0].currency) == (None, "EUR")
