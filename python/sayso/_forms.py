"""Documents as other tools take them: displaCy's dictionaries, spaCy, CoNLL-U, brat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ._document import Document


def to_conllu(doc: Document) -> str:
    """Words, tags, lemmas and trees, as Universal Dependencies' CoNLL-U.

    >>> from sayso import read
    >>> to_conllu(read(text="Ferries sank.")).splitlines()[4].split()[:5]
    ['1', 'Ferries', 'ferry', 'NOUN', 'NNS']
    """
    return doc.write("conllu")


def to_brat(doc: Document) -> str:
    """Standoff annotation (a ``.ann`` file), beside which ``doc.text`` is the ``.txt``; offsets are code points."""
    return doc.write("brat")


def _spans(doc: Document) -> Iterator[tuple[int, int, str]]:
    """Every source, cue and content."""
    for a in doc.attributions:
        if a.source.span:
            yield (*a.source.span, "SOURCE")
        if a.cue:
            yield (*a.cue.span, "CUE")
        for part in a.contents:
            yield (*part.span, "CONTENT")


def displacy(doc: Document) -> dict[str, Any]:
    """What ``spacy.displacy.render(…, style="ent", manual=True)`` takes: ``{"text", "ents", "title"}``.

    displaCy draws no span over another, so that of those that overlap the one that begins first, and of these the
    longest, is kept: what is said inside another's content is left out.

    >>> from sayso import read
    >>> displacy(read(text="It is late, Ana Ruhl said."))["ents"][1]
    {'start': 12, 'end': 20, 'label': 'SOURCE'}
    """
    ents = []
    last = 0
    for begin, end, label in sorted(set(_spans(doc)), key=lambda s: (s[0], -s[1], s[2])):
        if begin >= last:
            ents.append({"start": begin, "end": end, "label": label})
            last = end
    return {"text": doc.text, "ents": ents, "title": doc.title or doc.id}


class _Word:
    """A word of CoNLL-U, as a slice of the text; `head` is an index of all words. White space is a word, too,
    without a row.
    """

    def __init__(self, begin: int, end: int, row: list[str] | None, first: int) -> None:
        self.begin, self.end = begin, end
        self.lemma, self.pos, self.tag, self.dep, self.head = "", "SPACE", "_SP", "dep", -1
        self.starts = False
        if row is not None:
            number, head = int(row[0]), int(row[6])
            self.lemma, self.pos, self.tag, self.dep = row[2], row[3], row[4], row[7].replace("root", "ROOT")
            self.head = first + (head or number) - 1
            self.starts = number == 1


def _words(doc: Document) -> list[_Word]:
    words: list[_Word] = []
    first = at = 0
    for line in to_conllu(doc).split("\n"):
        row = line.split("\t")
        if not line:
            first = len(words)
        elif len(row) == 10 and "-" not in row[0]:
            found = doc.text.find(row[1], at)
            begin = at if found < 0 else found
            at = begin + len(row[1])
            words.append(_Word(begin, at, row, first))
    return words


def _spaced(text: str, words: list[_Word]) -> tuple[list[_Word], list[int]]:
    """The words, with what lies between them, beyond the one space that spaCy knows after a word, as words of its own;
    and where in that each word stands.
    """
    spaced: list[_Word] = []
    places: list[int] = []
    at = 0
    for word in [*words, None]:
        begin = len(text) if word is None else word.begin
        if spaced and text[at : at + 1] == " " and at < begin:
            at += 1
        if at < begin:
            spaced.append(_Word(at, begin, None, 0))
        if word is not None:
            places.append(len(spaced))
            spaced.append(word)
            at = word.end
    return spaced, places


def to_spacy(doc: Document, vocab: Any = None) -> Any:
    """A spaCy ``Doc`` with our words, tags, lemmas, trees and sentences; ``to_spacy(doc).text == doc.text``.

    ``.spans["sayso"]`` has every source, cue and content, labelled SOURCE, CUE, CONTENT, with the attribution's id
    as ``span.id``; ``._.sayso`` of the Doc is the document. ``vocab``: a pipeline's, else a new one for English.
    Needs spacy, but no model.
    """
    import spacy
    from spacy.tokens import Doc

    words, places = _spaced(doc.text, _words(doc))
    heads = [number if w.head < 0 else places[w.head] for number, w in enumerate(words)]
    _lean(words, heads)
    made = Doc(
        spacy.blank("en").vocab if vocab is None else vocab,
        words=[doc.text[w.begin : w.end] for w in words],
        spaces=[doc.text[w.end : w.end + 1] == " " and not _begins(words, n + 1, w.end) for n, w in enumerate(words)],
        pos=[w.pos for w in words],
        tags=[w.tag for w in words],
        lemmas=[w.lemma or doc.text[w.begin : w.end] for w in words],
        heads=heads,
        deps=[w.dep for w in words],
    )
    if not Doc.has_extension("sayso"):
        Doc.set_extension("sayso", default=None)
    made._.sayso = doc
    spans: list[Any] = []
    for a in doc.attributions:
        parts = [(a.source.span, "SOURCE"), (a.cue.span if a.cue else None, "CUE")]
        parts += [(part.span, "CONTENT") for part in a.contents]
        for span, label in parts:
            if span:
                spans.append(made.char_span(*span, label=label, span_id=a.id, alignment_mode="expand"))
    made.spans["sayso"] = spans
    return made


def _begins(words: list[_Word], number: int, at: int) -> bool:
    return number < len(words) and words[number].begin == at


def _lean(words: list[_Word], heads: list[int]) -> None:
    """White space leans on the word before it, at the very beginning on the one after it."""
    for number, word in enumerate(words):
        if word.head < 0:
            heads[number] = number - 1 if number else min(1, len(words) - 1)
