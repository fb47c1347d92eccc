"""Reads pages as a person does: one part of them, its words, its links."""

import re
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}
IN_ENGLISH = {"accept-language": "en"}
HTMX = {"hx-request": "true", **IN_ENGLISH}


def in_place(fragment):
    """What takes the place it was asked for, without what goes elsewhere on the page."""
    return re.sub(r"<p hx-swap-oob.*?</p>", "", fragment).strip()


class _Part(HTMLParser):
    def __init__(self, key):
        super().__init__(convert_charrefs=True)
        self.key, self.depth, self.words, self.links, self.tags = key, 0, [], [], []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if self.depth and tag not in VOID:
            self.depth += 1
        if not self.depth and told.get("id") == self.key and not self.tags:
            self.depth = 1
        elif self.depth:
            told.pop("value", None) if told.get("name") == "csrfmiddlewaretoken" else None
            self.tags.append((tag, tuple(sorted(told.items()))))
            self.links += [told["href"]] if "href" in told else []

    def handle_startendtag(self, tag, attributes):
        if self.depth:
            self.tags.append((tag, tuple(sorted(attributes))))

    def handle_endtag(self, tag):
        if self.depth and tag not in VOID:
            self.depth -= 1

    def handle_data(self, data):
        if self.depth:
            self.words += data.split()


def _read(response, key):
    part = _Part(key)
    part.feed(response.content.decode())
    return part


def words(response, key="content"):
    """What the part of that id says, its spaces made plain."""
    return " ".join(" ".join(_read(response, key).words).split())


def links(response, key="content"):
    return _read(response, key).links


def drawn(response, key):
    """Everything inside the part of that id: tags with their attributes, then words."""
    part = _read(response, key)
    return part.tags, part.words
