"""A document as a piece of HTML, for a notebook. `_escaped` is the one place that escapes; all else here is ours."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._document import Document

_LOOKS = {
    "content": "background:#fff3b8;color:#1a1a1a",
    "source": "background:#cfe3ff;color:#1a1a1a;font-weight:600",
    "cue": "background:#d8f0d0;color:#1a1a1a;font-style:italic",
}
_RANK = {"content": 0, "source": 1, "cue": 2}


def _escaped(text: str) -> str:
    # A carriage return would be made a newline, and NUL is no character of HTML.
    return escape(text, quote=True).replace("\r", "").replace("\0", "\ufffd")


def _marked(doc: Document) -> list[tuple[int, int, str, str]]:
    """(begin, end, role, what to tell), of every span."""
    marks = []
    for a in doc.attributions:
        who = "; ".join(e.name for e in a.source.entities) or a.source.text or "not named"
        told = f"{a.id}: {who}, {'not ' if a.negated else ''}{a.act}, {a.confidence.spans:.0%}"
        if a.source.span:
            marks.append((*a.source.span, "source", told))
        if a.cue:
            marks.append((*a.cue.span, "cue", told))
        marks += [(*part.span, "content", told) for part in a.contents]
    return marks


def page(doc: Document) -> str:
    """The text with sources, cues and contents marked.

    Where spans lie over each other a cue shows, then a source, then the shortest.
    """
    marks = _marked(doc)
    text = doc.text
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, (begin, end, _, _) in enumerate(marks):
        starts.setdefault(begin, []).append(number)
        ends.setdefault(end, []).append(number)
    edges = sorted({0, len(text), *starts, *ends})
    here: set[int] = set()
    pieces = []
    for at, until in zip(edges, edges[1:]):
        here.difference_update(ends.get(at, ()))
        here.update(starts.get(at, ()))
        piece = _escaped(text[at:until])
        if here:
            top = max(here, key=lambda n: (_RANK[marks[n][2]], marks[n][0] - marks[n][1]))
            piece = f'<span style="{_LOOKS[marks[top][2]]}" title="{_escaped(marks[top][3])}">{piece}</span>'
        pieces.append(piece)
    title = " · ".join(_escaped(part) for part in (doc.title or doc.id, doc.outlet, doc.published) if part)
    counts = f"{doc.words} words · {len(doc.attributions)} attributions"
    key = " ".join(f'<span style="{look}">{role}</span>' for role, look in _LOOKS.items())
    return (
        f'<div lang="en"><p><strong>{title}</strong> {counts} {key}</p>'
        f'<div style="white-space:pre-wrap;line-height:1.6">{"".join(pieces)}</div></div>'
    )
