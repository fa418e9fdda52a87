"""sayso reads news reports and says who said what, with the exact words as evidence.

    >>> import sayso
    >>> doc = sayso.read(text='"The wall has moved," Mayor Ana Ruhl told reporters on Tuesday.', published="2026-03-07")
    >>> for a in doc.attributions:
    ...     print(a.source.text, "|", a.cue, "|", a.content)
    Mayor Ana Ruhl | told | "The wall has moved,"

English alone, news above all. Every span is a pair of Python's string offsets: ``doc.text[begin:end]``. Nothing but
this package is needed for reading; ``to_frame`` and ``to_spacy`` import what they give when they are called.
"""

from ._core import Error
from ._core import version as __version__
from ._document import Document
from ._engine import Article, Engine, read, read_many
from ._forms import displacy, to_brat, to_conllu, to_spacy
from ._frame import to_frame
from ._types import (
    Act,
    Attribution,
    Confidence,
    Entity,
    Event,
    EventParty,
    EventType,
    Form,
    Gender,
    Kind,
    Party,
    Source,
    Span,
    Status,
    Told,
    Type,
    When,
    Words,
)

__all__ = [
    "Act",
    "Article",
    "Attribution",
    "Confidence",
    "Document",
    "Engine",
    "Entity",
    "Error",
    "Event",
    "EventParty",
    "EventType",
    "Form",
    "Gender",
    "Kind",
    "Party",
    "Source",
    "Span",
    "Status",
    "Told",
    "Type",
    "When",
    "Words",
    "__version__",
    "displacy",
    "read",
    "read_many",
    "to_brat",
    "to_conllu",
    "to_frame",
    "to_spacy",
]
