"""Reads a template: which layouts and slides have names, and what is done without them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cordee.reports.contents import Section
from cordee.reports.slides.fitting import Frame
from cordee.reports.slides.names import BODY, CONTENTS, END, START, known_names

EMU = 914_400
GROUP = 6
"""What a group says that it is."""
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TITLES = ("TITLE", "CENTER_TITLE")
FILLABLE = frozenset({"OBJECT", "BODY", "TABLE", "CHART"})
FEET = frozenset({"FOOTER", "DATE", "SLIDE_NUMBER"})
EDGE = 0.5
"""Inches left around what a template gives no place to."""
TITLE_HEIGHT, WHOLE_TITLE_SIZE = 0.9, 28
ROOMY = 0.45
"""Part of the slide, each way, under which a place is too small for a table."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the measures of a group begin on its slide, and what one of its inches is there."""

    x: float
    y: float
    across: float
    down: float

    def of(self, frame: Frame) -> Frame:
        """A frame of the group, in inches of the slide."""
        return Frame(
            self.x + self.across * frame.x,
            self.y + self.down * frame.y,
            self.across * frame.width,
            self.down * frame.height,
        )


AS_IT_IS = Scale(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on a layout; `idx` is that of its placeholder, None when we draw it."""

    frame: Frame
    size: float
    idx: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of the template, with its places under their names."""

    place: int
    label: str
    named: Mapping[str, Slot]
    title: Slot | None
    contents: tuple[Slot, ...]
    """Unnamed placeholders that could hold a chart, a table or text."""
    foot: float
    """Where its footers begin, or the foot of the slide."""
    has_footer: bool


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a page is laid out: on which layout, its content in which frame."""

    layout: Layout
    body: Slot
    how: str
    """`named`; `guessed`, in the placeholder of the template; `drawn`, under its title."""


@dataclass(frozen=True, slots=True)
class OwnSlide:
    """A slide of the template that carries names: it is kept and filled."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a template offers."""

    width: float
    height: float
    layouts: tuple[Layout, ...]
    own: tuple[OwnSlide, ...]
    slides: int
    unknown: tuple[str, ...]
    """Names that begin as ours and mean nothing: a slip of the keyboard."""

    @property
    def found(self) -> tuple[str, ...]:
        said = {name for layout in self.layouts for name in layout.named}
        return tuple(sorted(said | {name for slide in self.own for name in slide.names}))

    @property
    def left_out(self) -> int:
        """Slides of the template without any name."""
        return self.slides - len(self.own)

    def for_content(self, content: str, *, key: str = "") -> Arrangement:
        """The layout for a chart, a table, figures or text: by name, else what fits best."""
        for name in (f"{START}{content}:{key}", START + content, BODY):
            named = next((found for found in self.layouts if name in found.named), None)
            if named:
                return Arrangement(named, named.named[name], "named")
        filled = [
            layout
            for layout in self.layouts
            if layout.title and len(layout.contents) == 1 and self._is_roomy(layout.contents[0])
        ]
        if filled:
            best = max(filled, key=lambda layout: layout.contents[0].frame.area)
            return Arrangement(best, best.contents[0], "guessed")
        return self._drawn()

    def _is_roomy(self, slot: Slot) -> bool:
        """Whether a place that nobody named for it holds a table or a chart decently."""
        is_wide = slot.frame.width >= ROOMY * self.width
        return is_wide and slot.frame.height >= ROOMY * self.height

    def _drawn(self) -> Arrangement:
        """Under the title of the barest layout that leaves room there, else on the whole slide."""
        barest = sorted(self.layouts, key=lambda x: (x.title is None, len(x.contents)))
        made = [self._under(layout, layout.title) for layout in barest if layout.title]
        roomy = next((one for one in made if self._is_roomy(one.body)), None)
        return roomy or self._under(barest[0], None)

    def _under(self, layout: Layout, title: Slot | None) -> Arrangement:
        top = Frame(EDGE, EDGE, self.width - 2 * EDGE, TITLE_HEIGHT)
        idx = layout.title.idx if layout.title else None
        held = title or Slot(top, WHOLE_TITLE_SIZE, idx)
        y = held.frame.y + held.frame.height + 0.15
        frame = Frame(held.frame.x, y, held.frame.width, max(layout.foot - y - 0.1, 0.5))
        return Arrangement(replace(layout, title=held), Slot(frame, 18), "drawn")


def content_of(section: Section) -> str:
    """Which of the four contents a page shows."""
    if section.has_chart:
        return "chart"
    if section.table:
        return "table"
    return "figures" if section.figures else "text"


def recognised(presentation: Any) -> Recognised:
    """Everything a template offers, without changing it."""
    known = known_names()
    layouts = tuple(
        _layout(layout, place, presentation.slide_height / EMU)
        for place, layout in enumerate(presentation.slide_layouts)
    )
    slides = list(presentation.slides)
    own = tuple(
        OwnSlide(number, names)
        for number, slide in enumerate(slides, start=1)
        if (names := tuple(n for n in named_on(slide) if n in known))
    )
    said = {name for slide in slides for name in named_on(slide)}
    said |= {name for layout in layouts for name in layout.named}
    return Recognised(
        width=presentation.slide_width / EMU,
        height=presentation.slide_height / EMU,
        layouts=tuple(_known_only(layout, known) for layout in layouts),
        own=own,
        slides=len(slides),
        unknown=tuple(sorted(said - known)),
    )


def named_on(slide: Any) -> list[str]:
    return [shape.name.strip() for shape, _frame in standing(slide.shapes) if is_named(shape)]


def standing(shapes: Any, *, scale: Scale = AS_IT_IS) -> Iterator[tuple[Any, Frame | None]]:
    """The shapes of a slide and of its groups, with where each stands on the slide."""
    for shape in shapes:
        frame = frame_of(shape)
        yield shape, frame and scale.of(frame)
        if shape.shape_type == GROUP and frame:
            yield from standing(shape.shapes, scale=_inside(shape, scale.of(frame)))


def is_named(shape: Any) -> bool:
    return str(shape.name).strip().startswith(START)


def is_at_end(slide: OwnSlide) -> bool:
    return END in slide.names


def contents_without_layout(found: Recognised) -> tuple[str, ...]:
    """The contents that have no named place, and are placed where it seems best."""
    return tuple(name for name in CONTENTS if found.for_content(name).how != "named")


def frame_of(shape: Any) -> Frame | None:
    """Where a shape stands; None when neither it nor its master says."""
    sides = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None for side in sides):
        return None
    return Frame(*(side / EMU for side in sides))


def _inside(group: Any, frame: Frame) -> Scale:
    """The measures of a group, which may be drawn larger or smaller than they say."""
    start, size = (
        group._element.find(f"{P}grpSpPr/{A}xfrm/{A}{tag}") for tag in ("chOff", "chExt")
    )
    if start is None or size is None:
        return AS_IT_IS
    across = frame.width / (int(size.get("cx")) / EMU or 1)
    down = frame.height / (int(size.get("cy")) / EMU or 1)
    x = frame.x - across * int(start.get("x")) / EMU
    y = frame.y - down * int(start.get("y")) / EMU
    return Scale(x, y, across, down)


def type_size(placeholder: Any, *, default: float) -> float:
    """The size of type that a placeholder inherits."""
    element = placeholder
    while element is not None:
        found = element._element.find(f".//{A}lstStyle/{A}lvl1pPr/{A}defRPr")
        if found is not None and found.get("sz"):
            return int(found.get("sz")) / 100
        element = getattr(element, "_base_placeholder", None)
    return _master_size(placeholder) or default


def _master_size(placeholder: Any) -> float | None:
    """What the master says of titles, or of everything else."""
    kind = placeholder.placeholder_format.type.name
    styles = "titleStyle" if kind in TITLES else "bodyStyle"
    layout = placeholder.part.slide_layout if hasattr(placeholder.part, "slide_layout") else None
    master = layout.slide_master if layout else None
    if master is None:
        return None
    found = master._element.find(f"{P}txStyles/{P}{styles}/{A}lvl1pPr/{A}defRPr")
    return int(found.get("sz")) / 100 if found is not None and found.get("sz") else None


def _known_only(layout: Layout, known: frozenset[str]) -> Layout:
    return replace(layout, named={n: slot for n, slot in layout.named.items() if n in known})


def _layout(layout: Any, place: int, height: float) -> Layout:
    held = list(_held(layout))
    feet = [frame.y for _shape, kind, frame in held if kind in FEET and frame.y > height / 2]
    named = {
        shape.name.strip(): _slot(shape, frame, 18)
        for shape, _kind, frame in held
        if is_named(shape)
    }
    title = named.get("cordee:title") or next(
        (_slot(shape, frame, 32) for shape, kind, frame in held if kind in TITLES), None
    )
    contents = tuple(
        _slot(shape, frame, 18)
        for shape, kind, frame in held
        if kind in FILLABLE and not is_named(shape)
    )
    return Layout(
        place=place,
        label=str(layout.name),
        named=named,
        title=title,
        contents=contents,
        foot=min([*feet, height - 0.3]),
        has_footer=any(kind == "FOOTER" for _shape, kind, _frame in held),
    )


def _held(layout: Any) -> Iterator[tuple[Any, str, Frame]]:
    for shape in layout.placeholders:
        frame = frame_of(shape)
        if frame is not None:
            yield shape, shape.placeholder_format.type.name, frame


def _slot(shape: Any, frame: Frame, default: float) -> Slot:
    return Slot(frame, type_size(shape, default=default), shape.placeholder_format.idx)
