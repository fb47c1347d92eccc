import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import SafeString
from django.utils.translation import override
from lucide import IconDoesNotExist

import cordee
from cordee.platform import charts
from cordee.platform.charts import Column, figure, frame
from cordee.web.context import Choice
from cordee.web.menu import Group, MenuItem
from cordee.web.templatetags.cordee import STATES

TEMPLATES = sorted((Path(cordee.__file__).parent).rglob("templates/**/*.html"))


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def rendered(source, **context):
    return " ".join(engines["django"].from_string(source).render(context).split())


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class Order(forms.Form):
    name = forms.CharField(label="Name", help_text="As the committee says it.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")


class Balanced(HTMLParser):
    """Counts the elements left open: a misplaced end tag breaks a page in silence."""

    VOID = frozenset({"meta", "link", "input", "img", "hr", "br", "path", "rect", "circle"})

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def unbalanced(html):
    parser = Balanced()
    parser.feed(html)
    return parser.open + parser.wrong


def test_filters_follow_the_language_of_the_page():
    source = (
        "{{ a|money:'EUR' }} {{ a|money_full:'EUR' }} {{ s|percent }} {{ s|percent:1 }} "
        "{{ n|number }} {{ n|number:2 }} {{ d|points }} {{ t|day }}"
    )
    context = {"a": Decimal(6_200_000), "s": 0.253, "n": 1234.5, "d": -0.1, "t": date(2026, 11, 20)}

    with override("fr"):
        french = engines["django"].from_string(source).render(context)
    english = engines["django"].from_string(source).render(context)

    assert french.replace("\u202f", "_") == (
        "6,2_M€ 6_200_000_€ 25_% 25,3_% 1_234,5 1_234,50 −10_pts 20 nov. 2026"
    )
    assert english.replace("\u00a0", "~") == (
        "€6.2m €6,200,000 25% 25.3% 1,234.5 1,234.50 −10~pts 20 Nov 2026"
    )


def test_the_unknown_is_a_dash_on_a_page():
    source = "{{ x|money:'EUR' }}{{ x|percent }}{{ x|number }}{{ x|points }}{{ x|day }}{{ x|dash }}"

    assert rendered(source, x=None) == "——————"
    assert rendered("{{ zero|dash }} {{ empty|dash }}", zero=0, empty="") == "0 —"


def test_a_moment_is_shown_on_the_day_it_was_here():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    assert rendered("{{ at|day }}", at=late) == "21 Nov 2026"


def test_initials_take_two_words_at_most():
    assert [
        rendered("{{ n|initials }}", n=n) for n in ("Sophie Marchal", "anne de La Tour", "x")
    ] == [
        "SM",
        "AD",
        "X",
    ]


def test_an_icon_is_drawn_in_the_page_and_says_nothing():
    drawn = rendered('{% icon "check" "sm" %}')

    assert drawn == (
        '<svg class="icon sm" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">'
        '<path d="M20 6 9 17l-5-5"/></svg>'
    )


def test_an_unknown_icon_is_a_programming_error():
    with pytest.raises(IconDoesNotExist):
        rendered('{% icon "no-such-icon" %}')


def test_every_state_has_an_icon_that_exists():
    drawn = {code: rendered("{% state code 'Word' %}", code=code) for code in STATES}

    assert {code for code, html in drawn.items() if "<svg" not in html} == set()
    assert rendered("{% state 'of another kind' 'Word' %}") == '<span class="tag">Word</span>'


def test_a_bar_is_as_long_as_its_share_and_stops_at_its_end():
    assert 'class="fill" width="54.0"' in rendered("{% bar 54 %}")
    assert 'class="fill" width="100.0"' in rendered("{% bar 180 top=140 %}")
    assert 'class="tick" d="M71.4 -3V11"' in rendered("{% bar 99 100 'bad' 140 %}")


def test_an_unknown_bar_is_an_outline_and_not_an_empty_bar():
    unknown, zero = rendered("{% bar x %}", x=None), rendered("{% bar x %}", x=0)

    assert 'class="bar unknown"' in unknown and 'class="fill"' not in unknown
    assert 'class="bar"' in zero and 'class="fill" width="0.0"' in zero


def test_an_interval_has_its_line_at_zero():
    drawn = rendered("{% interval -1 1 3 %}")

    assert 'class="zero" d="M30.0 0V12"' in drawn
    assert 'class="range" d="M0.0 6H120.0"' in drawn
    assert 'cx="60.0"' in drawn
    assert rendered("{% interval x 1 3 %}", x=None) == "—"


def test_a_page_head_shows_only_what_it_is_given():
    full = rendered(
        '{% page_head title=t eyebrow="2027" lede="So" %}<b>Go</b>{% endpage_head %}', t="A < B"
    )
    bare = rendered('{% page_head title="A" %} {% endpage_head %}')

    assert full == (
        '<div class="page-head"> <p class="eyebrow">2027</p> <h1>A &lt; B</h1> '
        '<p class="lede">So</p> <div class="actions"><b>Go</b></div> </div>'
    )
    assert bare == '<div class="page-head"> <h1>A</h1> </div>'


def test_a_bad_note_is_announced_and_the_others_are_not():
    assert 'class="note bad" role="alert"' in rendered('{% note "bad" %}No{% endnote %}')
    assert 'class="note good"><svg' in rendered('{% note "good" %}Yes{% endnote %}')


@pytest.mark.parametrize(
    ("level", "tone"),
    [(constants.SUCCESS, "good"), (constants.WARNING, "gold"), (constants.ERROR, "bad")],
)
def test_a_message_takes_the_tone_of_its_level_and_is_escaped(level, tone):
    drawn = rendered("{% message_note m %}", m=Message(level, "<b>saved</b>"))

    assert f'class="note {tone}"' in drawn
    assert "&lt;b&gt;saved&lt;/b&gt;" in drawn


def test_a_field_ties_its_hint_and_its_error_to_its_control():
    drawn = rendered("{% field form.name %}", form=Order({"name": ""}))

    assert 'class="field" data-invalid' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'class="input"' in drawn and 'aria-invalid="true"' in drawn
    assert 'id="id_name_helptext">As the committee says it.' in drawn
    assert 'id="id_name_error"' in drawn
    assert "(optional)" not in drawn


def test_an_optional_field_says_so_and_a_group_has_a_legend():
    form = Order()

    assert 'Note <span class="optional">(optional)</span>' in rendered(
        "{% field form.note %}", form=form
    )
    assert "<legend>Kind </legend>" in rendered("{% field form.kind %}", form=form)
    assert 'class="field check"' in rendered("{% field form.agreed %}", form=form)


def test_a_form_says_what_is_wrong_with_the_whole_of_it():
    form = Order({"name": "x", "kind": "a", "agreed": "on"})
    form.add_error(None, "The quarter is already committed.")

    drawn = rendered("{% form_fields form %}", form=form)

    assert "<p>The quarter is already committed.</p>" in drawn
    assert [label for label in ("Name", "Note", "Kind", "Agreed") if label not in drawn] == []
    assert unbalanced(drawn) == []


def test_a_pager_keeps_the_filters_and_elides_the_middle():
    request = RequestFactory().get("/initiatives/", {"q": "app", "page": "10"})
    page = Paginator(range(1000), 50).page(10)

    drawn = rendered("{% pager page %}", page=page, request=request)

    assert text_of(drawn) == "451 to 500 of 1,000 rows 1 … 8 9 10 11 12 … 20"
    assert 'href="?q=app&amp;page=11" rel="next"' in drawn
    assert '<span aria-current="page">10</span>' in drawn


def test_a_single_page_has_no_ways_to_others():
    page = Paginator(["one"], 50).page(1)

    drawn = rendered("{% pager page %}", page=page, request=RequestFactory().get("/"))

    assert text_of(drawn) == "1 to 1 of 1 row"


def test_an_objective_beyond_the_five_hues_is_grey_and_its_absence_is_said():
    assert rendered("{% obj 'Growth' 2 %}") == '<span class="obj o2">Growth</span>'
    assert rendered("{% obj 'Sixth' 6 %}") == '<span class="obj law">Sixth</span>'
    assert rendered("{% obj x %}", x=None) == '<span class="obj none">No objective</span>'


def test_who_answers_is_named_for_a_screen_reader_and_a_gap_asks_for_a_name():
    drawn = rendered("{% who business it %}", business="Sophie Marchal", it=None)

    assert text_of(drawn) == "SM Business: Sophie Marchal IT sponsor to name"


def test_steps_and_progress_say_where_the_work_is():
    done = rendered("{% steps labels 2 %}", labels=["File", "Columns", "Rehearsal"])
    under_way = rendered("{% progress 'Matching' 530 812 'about 40 seconds' %}")

    assert text_of(done) == "1. File done 2. Columns 3. Rehearsal"
    assert done.count('aria-current="step"') == 1
    assert text_of(under_way) == "Matching 65% 530 of 812 · about 40 seconds"


def test_a_chart_that_could_not_be_drawn_says_so_and_opens_its_table():
    not_drawn = charts.Figure(
        "Une phrase", "", SafeString(), SafeString(), (Column("Objectif"),), (("Marge",),), ""
    )

    drawn = rendered('{% chart f "spend" %}{% endchart %}', f=not_drawn)

    assert "This chart could not be drawn just now" in drawn
    assert '<details class="data" open>' in drawn


def test_a_chart_has_its_finding_its_two_widths_and_its_table():
    spec = frame({"data": {"values": [{"a": 1}]}, "mark": "point"}, width=100, height=40)
    drawn_figure = figure(
        lambda width: spec,
        title="Growth gets a quarter",
        sub="Spend 2027",
        columns=(Column("Objective"), Column("Spend", is_number=True)),
        rows=(("Growth", "€1.6m"),),
        source="Register, 20 Nov 2026",
        language="en",
    )

    drawn = rendered('{% chart f "spend" span="c8" %}{% endchart %}', f=drawn_figure)

    assert '<figure class="card chart c8" aria-labelledby="spend-title">' in drawn
    assert '<h2 id="spend-title">Growth gets a quarter</h2>' in drawn
    assert [name for name in ("wide", "narrow") if f'<svg class="{name}"' not in drawn] == []
    assert '<th scope="row">Growth</th><td class="n">€1.6m</td>' in drawn
    assert unbalanced(drawn) == []


def test_an_empty_state_and_a_figure_hold_what_they_are_given():
    empty = rendered('{% empty_state "Nothing yet" "spline" %}<p>Import.</p>{% endempty_state %}')

    assert "<h2>Nothing yet</h2><p>Import.</p></div>" in empty
    assert text_of(rendered("{% kpi 'Spend' '€6.2m' '60 of 61' %}")) == "Spend €6.2m 60 of 61"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_compiles_and_has_no_inline_style_or_script(path):
    source = path.read_text()

    engines["django"].from_string(source)

    assert re.findall(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", source) == []
    assert [s for s in re.findall(r"<script[^>]*>", source) if "src=" not in s] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_calls_only_icons_that_exist(path):
    names = set(re.findall(r"""\{% icon ["']([a-z0-9-]+)["']""", path.read_text()))

    assert [name for name in names if "<svg" not in rendered("{% icon n %}", n=name)] == []


@pytest.mark.parametrize("page", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_neither_request_nor_reader(page):
    drawn = render_to_string(page, {"exception": "Your role does not give this right."})

    assert unbalanced(drawn) == []
    assert drawn.count("<h1>") == 1
    assert "Back to the first page" in drawn


def test_the_forbidden_page_names_who_can_grant():
    drawn = render_to_string("403.html", {"grantors": ["Hélène Brun"]})

    assert "<li>Hélène Brun</li>" in drawn


def test_the_frame_shows_the_menu_and_marks_the_current_page(rf, cio_reader, settings):
    settings.ROOT_URLCONF = "tests.web.frame_urls"
    request = rf.get("/initiatives/", {"q": "app"})
    request.user, request.reader = cio_reader.user, cio_reader
    menu = (
        Group("", (MenuItem("/", "Cockpit", "gauge", current=False),)),
        Group("Align", (MenuItem("/initiatives/", "Initiatives", "rocket", True, count=5),)),
        Group("", (MenuItem("/units/", "Units", "network", current=False),), foot=True),
    )
    choices = (Choice("1", "Valmorel", current=True), Choice("2", "Other", current=False))

    drawn = render_to_string(
        "web/base.html",
        {
            "navigation": menu,
            "organisations": choices,
            "personas": (Choice("cio", "CIO", current=True),),
            "reader": cio_reader,
            "role_label": "CIO",
            "user": cio_reader.user,
            "request": request,
            "csrf_token": "token",
        },
    )

    here = cio_reader.organisation.pk
    assert unbalanced(drawn) == []
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', drawn) == ["/initiatives/"]
    assert '<html lang="en">' in drawn
    assert f'"X-CSRFToken": "token", "X-Opened-For": "{here}"' in drawn
    assert 'name="next" value="/initiatives/?q=app"' in drawn
    assert re.findall(
        r'name="(\w+)" value="([^"]+)"[^>]*aria-(?:current|pressed)="true"', drawn
    ) == [
        ("persona", "cio"),
        ("organisation", "1"),
        ("language", "en"),
    ]
    assert "htmx-2.min.js" in drawn
