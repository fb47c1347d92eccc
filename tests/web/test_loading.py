from django.template import Origin, engines

from cordee.web import loading

WRITTEN = "<ul>\n  \n    <li>One  two</li>\n</ul>\n"


def test_a_page_carries_no_indentation_of_its_source(tmp_path, monkeypatch):
    ours = tmp_path / "ours"
    monkeypatch.setattr(loading, "OURS", ours)
    paths = [ours / "page.html", ours / "letter.txt", tmp_path / "library" / "page.html"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(WRITTEN)

    loader = loading.Loader(engines["django"].engine)
    found = [loader.get_contents(Origin(str(path))) for path in paths]

    assert found == ["<ul>\n<li>One  two</li>\n</ul>\n", WRITTEN, WRITTEN]
