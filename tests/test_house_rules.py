"""The rules of the house, read by a machine so that no reviewer has to."""

import ast
import importlib
import inspect
import pkgutil
import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

import cordee.engine

SOURCE = Path(cordee.engine.__file__).parents[1]
ROOT = SOURCE.parents[1]
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
ROOMS = sorted({path.parent for path in SOURCE.glob("*/urls.py")}) + sorted(
    path.parents[1] for path in SOURCE.glob("*/urls/__init__.py")
)
FLOORS = sorted(path.parent for path in SOURCE.glob("*/__init__.py"))
MAX_FILE, MAX_FUNCTION = 400, 40
NAMELESS = {"utils", "helpers", "common", "core", "base"}
VAGUE_VERB = re.compile(r"(get|do|process|handle|manage)_")
OF_DJANGO = {"get_contents", "get_context_data", "get_form_kwargs", "get_initial", "get_queryset"}
OF_DJANGO |= {
    "get_client_ip",
    "get_openapi_operation_id",
    "get_openapi_schema",
    "get_public_key_credential_rp_entity",
    "get_reauthentication_methods",
    "process_view",
}
"""Names that Django, django-allauth or django-ninja, not us, gives to what is overridden."""
OF_OTHERS = re.compile(
    r"^((?:account|mfa|socialaccount)/.+|403\.html|403_csrf\.html|404\.html|500\.html)$"
)
"""Templates that Django or django-allauth looks for by name."""
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)|\sstyle\s*=|\s(?:hx-)?on[a-z:-]+\s*=|javascript:",
    re.IGNORECASE,
)
CLOCKS = {"now", "today", "localdate", "utcnow"}
AT_THE_DOOR = {"views", "pages", "registers", "web", "cli", "api", "jobs", "forms"}
"""Who may read the clock, with the tasks of the worker; everybody else receives the time."""


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        elif pattern.app_name != "ninja":  # tests/api/test_access.py walks the API
            yield from views(pattern.url_patterns)


@cache
def nodes(path):
    """Everything a module is made of, the module itself first; read once for all the rules."""
    return list(ast.walk(ast.parse(path.read_text())))


def functions(path):
    return [n for n in nodes(path) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def at_fault(paths, faults):
    """What each of these files does against a rule, for those that do."""
    found = ((str(path.relative_to(SOURCE)), faults(path)) for path in paths)
    return {name: told for name, told in found if told}


def test_every_view_says_who_may_enter():
    open_doors = [
        v.__qualname__ for v in views(get_resolver().url_patterns) if not hasattr(v, "rule")
    ]

    assert open_doors == []


def test_files_and_functions_stay_small():
    def faults(path):
        lines = path.read_text().count("\n")
        too_long = [f.name for f in functions(path) if f.end_lineno - f.lineno >= MAX_FUNCTION]
        return too_long + ([f"{lines} lines"] if lines > MAX_FILE else [])

    assert at_fault(MODULES, faults) == {}


def test_names_say_what_they_do():
    def faults(path):
        drawers = NAMELESS & set(path.relative_to(SOURCE).with_suffix("").parts)
        vague = [f.name for f in functions(path) if VAGUE_VERB.match(f.name.lstrip("_"))]
        return sorted(drawers) + [name for name in vague if name not in OF_DJANGO]

    assert at_fault(MODULES, faults) == {}


def test_every_module_says_what_it_is_for_and_every_class_what_it_stands_for():
    furniture = {"Meta", "Kind", "Status", "State", "Theme", "Stage", "Nature", "Purpose"}
    furniture |= {"College", "Level", "Verdict"}

    def faults(path):
        module = nodes(path)[0]
        classes = [n for n in nodes(path) if isinstance(n, ast.ClassDef)]
        mute = [c.name for c in classes if not ast.get_docstring(c) and c.name not in furniture]
        says = not module.body or ast.get_docstring(module)
        return [n for n in mute if not n.endswith("Config")] + ([] if says else ["the module"])

    assert at_fault(MODULES, faults) == {}


def is_a_door(path):
    named = AT_THE_DOOR & set(path.relative_to(SOURCE).with_suffix("").parts)
    return named or "from django_tasks import task" in path.read_text()


def test_the_clock_is_read_at_the_door_only():
    def faults(path):
        return [
            node.func.attr
            for node in nodes(path)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CLOCKS
        ]

    assert at_fault([path for path in MODULES if not is_a_door(path)], faults) == {}


def test_the_day_of_a_moment_is_that_of_the_installation():
    """`moment.date()` is the day in Greenwich: past midnight in Paris, still yesterday."""
    on_their_own_clock = {"days.py", "values.py", "templatetags/cordee.py"}

    def faults(path):
        return [
            ast.unparse(node)
            for node in nodes(path)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and (node.func.attr, node.args) == ("date", [])
        ]

    looked_at = [p for p in MODULES if not p.as_posix().endswith(tuple(on_their_own_clock))]
    assert at_fault(looked_at, faults) == {}


def engine_functions():
    for info in pkgutil.walk_packages(cordee.engine.__path__, "cordee.engine."):
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == info.name and not name.startswith("_"):
                yield info.name, function


def test_every_engine_function_shows_an_example_and_has_its_page():
    found = [
        (module, function, ROOT / "docs" / "algorithms" / f"{module.split('.')[2]}.md")
        for module, function in engine_functions()
    ]

    assert [f.__name__ for _module, f, _page in found if ">>>" not in (f.__doc__ or "")] == []
    assert [f.__name__ for _module, f, page in found if f.__name__ not in page.read_text()] == []
    assert len(found) > 20


def test_every_template_is_used():
    sources = "\n".join(p.read_text() for p in [*MODULES, *TEMPLATES])
    names = [path.as_posix().split("/templates/", 1)[1] for path in TEMPLATES]

    orphans = [name for name in names if not re.search(rf"[\"']{re.escape(name)}[\"'#{{]", sources)]

    assert [name for name in orphans if not OF_OTHERS.match(name)] == []


def test_every_template_that_a_template_names_is_there():
    there = [template.as_posix() for template in TEMPLATES]

    def faults(path):
        named = re.findall(r"{%\s*(?:include|extends)\s+\"([^\"#]+)", path.read_text())
        return [name for name in named if not any(one.endswith(name) for one in there)]

    assert at_fault(TEMPLATES, faults) == {}


def test_no_template_carries_style_or_script():
    assert at_fault(TEMPLATES, lambda path: INLINE.findall(path.read_text())) == {}


def test_every_block_of_text_to_translate_is_trimmed():
    def faults(path):
        blocks = re.findall(r"{%\s*blocktrans(?:late)?\b[^%]*%}", path.read_text())
        return [block for block in blocks if "trimmed" not in block]

    assert at_fault(TEMPLATES, faults) == {}


def test_every_room_has_its_plaque():
    assert [room.name for room in ROOMS if not (room / "README.md").exists()] == []


def test_the_map_shows_every_floor():
    told = (ROOT / "docs" / "map.md").read_text()

    assert [floor.name for floor in FLOORS if f"`{floor.name}/`" not in told] == []


def test_the_glossary_has_a_word_for_every_model():
    told = (ROOT / "docs" / "glossary.md").read_text()
    models = [m for m in apps.get_models() if m.__module__.startswith("cordee.")]

    assert [m.__name__ for m in models if f"`{m.__name__}`" not in told] == []


def test_the_glossary_has_every_address_that_opens_a_room():
    told = (ROOT / "docs" / "glossary.md").read_text()
    pages = {
        f"/{str(pattern.pattern).split('/')[0]}/"
        for included in get_resolver().url_patterns
        for pattern in getattr(included, "url_patterns", [included])
        if str(pattern.pattern).endswith("/") and isinstance(pattern, URLPattern)
    }

    assert sorted(page for page in pages if f"`{page}" not in told and "^" not in page) == []
