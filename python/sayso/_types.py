"""What a document says, as values that do not change. What is not known is None, or an empty tuple."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Form = Literal["direct", "mixed", "indirect"]
Kind = Literal["person", "unnamed", "group", "organization", "outlet", "document", "author"]
Act = Literal[
    "state",
    "claim",
    "confirm",
    "deny",
    "decline",
    "dismiss",
    "accuse",
    "condemn",
    "praise",
    "warn",
    "promise",
    "urge",
    "ask",
    "suggest",
    "think",
]
Type = Literal["person", "organization", "country", "place", "outlet", "document", "people"]
Gender = Literal["female", "male", "other"]
Evidence = Literal["pronoun", "title", "name"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
Status = Literal["negated", "denied", "demanded", "hypothetical", "future", "reported", "asserted"]


class Span(NamedTuple):
    """Half-open, in code points of ``Document.text``: ``doc.text[span.begin:span.end]``."""

    begin: int
    end: int


@dataclass(frozen=True)
class Words:
    """A stretch of the article: ``doc.text[w.span.begin:w.span.end] == w.text``. As a str it is its text."""

    text: str
    span: Span

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Entity:
    """Who or what the article names.

    ``name`` is the fullest form that the article gives, or the one that a list of names has; ``roles`` are titles
    and offices in the article's words; ``mentions`` ascend and may nest; ``country`` is ISO 3166-1 alpha-3;
    ``gender`` is a person's, None where what tells it disagrees, and ``gender_by`` what tells it.
    """

    id: int
    name: str
    type: Type | None
    country: str | None
    gender: Gender | None
    gender_by: Evidence | None
    roles: tuple[Words, ...]
    mentions: tuple[Span, ...]


@dataclass(frozen=True)
class Source:
    """Who says it.

    Where the text names none, ``text`` is empty and ``span`` None. ``entities`` are whom it stands for: several
    where several are named together, none where the article does not settle it; ``entity`` is the first of them.
    """

    text: str
    span: Span | None
    kind: Kind | None
    entities: tuple[Entity, ...]

    @property
    def entity(self) -> Entity | None:
        return self.entities[0] if self.entities else None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Party(Words):
    """Somebody beside the source, or a place; ``entity`` is who that is, None where it is not known."""

    entity: Entity | None


@dataclass(frozen=True)
class When(Words):
    """The words that say when. ``date`` is ISO 8601: a day, week, month, year or start/end; None where they do not
    resolve.
    """

    date: str | None


@dataclass(frozen=True)
class Confidence:
    """Probabilities from 0 to 1; None where nothing tells one.

    ``spans``: that source, cue and content are all right. ``who``: that ``source.entity`` is. ``act``: that ``act``
    and ``negated`` are.
    """

    spans: float
    who: float | None
    act: float | None


@dataclass(frozen=True)
class Attribution:
    """One statement: who said what, and how it stands.

    ``contents`` are one or more stretches, ascending, and ``content`` their text, joined by " … "; ``to`` is whom
    the words were spoken to, ``via`` the outlet through which they came to this article; ``anonymity`` the words
    that say that the source is not named, or why; ``within`` the id of the attribution whose content holds this
    one; ``negated`` that the act did not take place; ``clause`` that the content says something of something, and
    is no bare topic.
    """

    id: int
    source: Source
    cue: Words | None
    contents: tuple[Words, ...]
    form: Form
    act: Act
    negated: bool
    to: Party | None
    via: Party | None
    when: When | None
    anonymity: Words | None
    within: int | None
    clause: bool
    confidence: Confidence

    @property
    def content(self) -> str:
        return " … ".join(part.text for part in self.contents)


@dataclass(frozen=True)
class EventParty(Words):
    """Who does it, or to whom it is done. ``sector`` is PLOVER's code ("GOV"), ``country`` ISO 3166-1 alpha-3."""

    entity: Entity | None
    country: str | None
    sector: str | None


@dataclass(frozen=True)
class Told:
    """One telling of an event: the words that name the deed, and their clause."""

    trigger: Words
    evidence: Words | None


@dataclass(frozen=True)
class Event:
    """Who did what to whom, by PLOVER's types.

    ``told`` has at least one telling; ``according_to`` are the attributions on whose word it rests, the innermost
    first; ``confidence`` is a probability.
    """

    id: int
    type: EventType
    status: Status
    mode: str | None
    told: tuple[Told, ...]
    actors: tuple[EventParty, ...]
    recipients: tuple[EventParty, ...]
    according_to: tuple[Attribution, ...]
    when: When | None
    place: Party | None
    confidence: float
