"""Document: what was read of one article. The C library keeps it; what is asked for is made a Python value once."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from . import _core
from ._types import (
    Attribution,
    Confidence,
    Entity,
    Event,
    EventParty,
    Party,
    Source,
    Span,
    Told,
    When,
    Words,
)


def _words(given: tuple[str, int, int] | None) -> Words | None:
    return None if given is None else Words(given[0], Span(given[1], given[2]))


def _some(given: Any) -> tuple[Words, ...]:
    return tuple(Words(text, Span(begin, end)) for text, begin, end in given)


def _when(given: Any) -> When | None:
    if given is None:
        return None
    (text, begin, end), date = given
    return When(text, Span(begin, end), date or None)


class Document:
    """One article and what it says. It never changes and stands alone; the engine may be gone.

    ``text`` is the article as it was read, and all spans are offsets of it in code points. What is not known is None.
    """

    def __init__(self, reading: _core.Reading) -> None:
        self._reading = reading

    @cached_property
    def text(self) -> str:
        return self._reading.text

    @cached_property
    def _article(self) -> tuple[Any, ...]:
        return self._reading.article()

    @property
    def id(self) -> str | None:
        """The caller's name for it; of a file its name without the ending."""
        return self._article[0] or None

    @property
    def published(self) -> str | None:
        """YYYY-MM-DD, as the caller or the text's own date line has it."""
        return self._article[1] or None

    @property
    def url(self) -> str | None:
        return self._article[2] or None

    @property
    def title(self) -> str | None:
        return self._article[3] or None

    @property
    def outlet(self) -> str | None:
        return self._article[4] or None

    @property
    def writer(self) -> str | None:
        """Who wrote it: as the text names him or her, else as the caller did."""
        return self._article[5] or None

    @property
    def byline(self) -> Words | None:
        """The words of the text that name the writer."""
        return _words(self._article[6])

    @property
    def credits(self) -> tuple[Entity, ...]:
        """The outlets that the article itself thanks or is datelined from."""
        return tuple(self.entities[id - 1] for id in self._article[7] if id)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for people: what was odd about the input."""
        return tuple(self._article[8])

    @property
    def words(self) -> int:
        """How many words and marks it has."""
        return int(self._article[9])

    @property
    def sentences(self) -> int:
        """How many sentences it has."""
        return int(self._article[10])

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Who and what is named, in the order of the first mention; ids count from 1."""
        return tuple(
            Entity(
                id,
                name,
                type or None,
                country or None,
                gender or None,
                (by or None) if gender else None,
                _some(roles),
                tuple(Span(begin, end) for begin, end in mentions),
            )
            for id, type, name, country, mentions, roles, gender, by in self._reading.entities()
        )

    def _entity(self, id: int) -> Entity | None:
        return self.entities[id - 1] if id else None

    def _party(self, given: Any) -> Party | None:
        if given is None:
            return None
        (text, begin, end), entity = given
        return Party(text, Span(begin, end), self._entity(entity))

    def _attribution(self, given: tuple[Any, ...]) -> Attribution:
        id, source, cue, contents, form, spans, entities, kind, act = given[:9]
        to, via, when, anonymity, within, negated, sure_who, sure_act, clause = given[9:]
        text, begin, end = source or ("", 0, 0)
        return Attribution(
            id=id,
            source=Source(
                text,
                Span(begin, end) if source else None,
                kind or None,
                tuple(self.entities[entity - 1] for entity in entities),
            ),
            cue=_words(cue),
            contents=_some(contents),
            form=form,
            act=act,
            negated=negated,
            to=self._party(to),
            via=self._party(via),
            when=_when(when),
            anonymity=_words(anonymity),
            within=within or None,
            clause=clause,
            confidence=Confidence(spans, sure_who if sure_who >= 0 else None, sure_act if sure_act >= 0 else None),
        )

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who said what, in the order of the text; ids count from 1."""
        return tuple(self._attribution(given) for given in self._reading.attributions())

    def _parties(self, given: Any) -> tuple[EventParty, ...]:
        return tuple(
            EventParty(words[0], Span(words[1], words[2]), self._entity(entity), country or None, sector or None)
            for words, entity, country, sector in given
            if words
        )

    def _event(self, given: tuple[Any, ...]) -> Event:
        id, type, status, mode, told, actors, recipients, according_to = given[:8]
        when, date, place, place_entity, confidence = given[8:]
        return Event(
            id=id,
            type=type,
            status=status,
            mode=mode or None,
            told=tuple(Told(Words(t[0], Span(t[1], t[2])), _words(evidence)) for t, evidence in told if t),
            actors=self._parties(actors),
            recipients=self._parties(recipients),
            according_to=tuple(self.attributions[a - 1] for a in according_to),
            when=_when((when, date)) if when else None,
            place=self._party((place, place_entity)) if place else None,
            confidence=confidence,
        )

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Who did what to whom, in the order of the first tellings; ids count from 1."""
        return tuple(self._event(given) for given in self._reading.events())

    def write(self, format: str, *, explain: bool = False, events: bool = False, width: int = 0) -> str:
        """The document in one of the program's forms: "table", "json", "jsonl", "brat", "csv" (without the heading)
        or "conllu".

        ``explain`` (the table, the two JSON forms) says which words and which rule decided each field; ``events``
        puts the events under the table; ``width`` is the table's, in columns, 0 for 100. Raises :class:`Error`
        where a form refuses an option.
        """
        return self._reading.write(format, explain, events, width)

    @property
    def record(self) -> dict[str, Any]:
        """The record, as docs/record.schema.json has it."""
        record: dict[str, Any] = json.loads(self.write("jsonl"))
        return record

    def __repr__(self) -> str:
        name = f" {self.id!r}" if self.id else ""
        return f"<sayso.Document{name}: {self.words} words, {self._reading.attribution_count} attributions>"

    def _repr_html_(self) -> str:
        from ._page import page

        return page(self)
