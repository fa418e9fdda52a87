"""Reading: an engine holds the model; read() reads one article, read_many() many, side by side."""

from __future__ import annotations

import glob
import json
import os
import re
import threading
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Union

from . import _core
from ._document import Document

PathLike = Union[str, "os.PathLike[str]"]

# What a way in has to open first. The program can; the library has no ways in yet.
_CLOSED = re.compile(r"://|\.(x?html?|w?arc|xml|rss|jsonl?|[ct]sv|gz|bz2|xz|zst|zip|tar|pdf|docx|xlsx|odt)$", re.I)


@dataclass(frozen=True)
class Article:
    """An article with what is known of it beside its text.

    Either ``text`` (str, or bytes: UTF-8, else read as Windows-1252) or ``path`` of a plain text. ``published`` is
    YYYY-MM-DD and overrules the text's own date line; the others are kept as they are, not judged; ``byline``
    stands where the text itself names no writer.
    """

    text: str | bytes | None = None
    path: PathLike | None = None
    id: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None


def _name(path: str) -> str:
    """A document's id; of a file name that is not UTF-8 what can be told."""
    path = os.fsencode(path).decode("utf-8", "replace")
    return os.path.splitext(os.path.basename(path))[0]


def _load(path: PathLike) -> tuple[bytes, str]:
    name = os.fspath(path)
    if _CLOSED.search(name):
        raise _refused(name)
    with open(name, "rb") as file:
        return file.read(), _name(name)


def _refused(name: str) -> _core.Error:
    error = _core.Error(
        f"{name}: the package reads plain text alone; pages, feeds, archives, tables and addresses are read by the "
        "program (`sayso read`), or give the article as text="
    )
    error.status = "input"
    return error


class Engine:
    """The model, loaded once; any number of threads may read with one engine.

    ``model``: a model file, None for the one in the package. ``careful``: the careful model's file, which reads
    better and some eleven times slower. ``names``: a list of names of your own (data/README.md tells its form);
    lines that are left out are warned of. ``min_confidence``: attributions below it are left out, from 0 (all) to
    1. ``max_article_bytes``: longer articles are refused, 0 for 1 MiB. ``max_memory_bytes``: the most that one
    thread's reading may take, 0 for 4 GiB. Raises :class:`Error`.
    """

    def __init__(
        self,
        model: PathLike | None = None,
        *,
        careful: PathLike | None = None,
        names: PathLike | None = None,
        min_confidence: float = 0.0,
        max_article_bytes: int = 0,
        max_memory_bytes: int = 0,
    ) -> None:
        if model is None:
            model = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sayso.model")
        self._engine = _core.Engine(
            os.fsencode(model),
            b"" if careful is None else os.fsencode(careful),
            b"" if names is None else os.fsencode(names),
            min_confidence,
            max_article_bytes,
            max_memory_bytes,
        )
        for complaint in self._engine.complaints:
            warnings.warn(complaint, stacklevel=2)

    @property
    def model(self) -> str:
        """The model's name, sixteen hexadecimal digits. What is stored should say it."""
        return self._engine.model

    @property
    def card(self) -> dict[str, Any]:
        """What the model was learnt from, its licence, its scores."""
        card: dict[str, Any] = json.loads(self._engine.card)
        return card

    def _article(self, article: Article) -> Document:
        if (article.text is None) == (article.path is None):
            raise TypeError("an article has either a text or a path")
        if article.path is not None:
            data, name = _load(article.path)
            return self._read(data, article, name)
        assert article.text is not None
        return self._read(article.text, article, "")

    def _read(self, data: str | bytes, article: Article, name: str) -> Document:
        return Document(
            self._engine.read(
                data,
                name if article.id is None else article.id,
                article.published or "",
                article.url or "",
                article.title or "",
                article.outlet or "",
                article.byline or "",
            )
        )

    def read(
        self,
        path: PathLike | Article | None = None,
        *,
        text: str | bytes | None = None,
        id: str | None = None,
        published: str | None = None,
    ) -> Document:
        """Reads one article: see :func:`read`."""
        if isinstance(path, Article):
            if text is not None or id is not None or published is not None:
                raise TypeError("an Article says itself what its text, id and date are")
            return self._article(path)
        return self._article(Article(text, path, id, published))

    def read_many(
        self,
        paths: str | Iterable[PathLike | Article] | None = None,
        *,
        texts: Iterable[str | bytes | Article] | None = None,
        published: str | None = None,
        jobs: int = 1,
    ) -> Iterator[Document | Exception]:
        """Reads many articles: see :func:`read_many`."""
        if (paths is None) == (texts is None):
            raise TypeError("read_many() takes either paths or texts")
        if jobs < 1:
            raise ValueError("jobs is at least 1")
        articles = _of_texts(texts, published) if texts is not None else _of_paths(paths, published)
        return self._one_by_one(articles) if jobs == 1 else self._side_by_side(articles, jobs)

    def _try(self, article: Article) -> Document | Exception:
        try:
            return self._article(article)
        except Exception as error:  # whatever is wrong with one article is told in its place
            return error

    def _one_by_one(self, articles: Iterator[Article]) -> Iterator[Document | Exception]:
        for article in articles:
            yield self._try(article)

    def _side_by_side(self, articles: Iterator[Article], jobs: int) -> Iterator[Document | Exception]:
        """At most four articles a thread are begun and not yet taken: that is all the memory that it needs."""
        waiting: deque[Future[Document | Exception]] = deque()
        pool = ThreadPoolExecutor(jobs, "sayso")
        try:
            for article in articles:
                waiting.append(pool.submit(self._try, article))
                if len(waiting) >= 4 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            pool.shutdown()


def _of_paths(paths: str | Iterable[PathLike | Article] | None, published: str | None) -> Iterator[Article]:
    if isinstance(paths, str):
        # a name without a pattern is a path: one that is not there is told
        paths = sorted(glob.glob(paths, recursive=True)) if glob.has_magic(paths) else [paths]
    for path in paths or ():
        yield path if isinstance(path, Article) else Article(path=path, published=published)


def _of_texts(texts: Iterable[str | bytes | Article], published: str | None) -> Iterator[Article]:
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts is an iterable of texts; one text is read by read(text=…)")
    for text in texts:
        yield text if isinstance(text, Article) else Article(text=text, published=published)


_engine: Engine | None = None
_opening = threading.Lock()


def _shared() -> Engine:
    global _engine
    if _engine is None:
        with _opening:
            if _engine is None:
                _engine = Engine()
    return _engine


def read(
    path: PathLike | Article | None = None,
    *,
    text: str | bytes | None = None,
    id: str | None = None,
    published: str | None = None,
    engine: Engine | None = None,
) -> Document:
    """Reads one article: the plain text at ``path``, ``text``, or an :class:`Article`.

    ``text`` as bytes is UTF-8, else it is read as Windows-1252 and ``Document.warnings`` says so. ``id`` names the
    document; of a file it is its name without the ending. ``published`` (YYYY-MM-DD) overrules the text's own date
    line. ``engine`` is opened once with the package's model where none is given. Raises :class:`Error` for what is
    no article, OSError for a file that cannot be read.

    >>> doc = read(text="The ferry is safe, the harbour master said.")
    >>> [(a.source.text, doc.text[slice(*a.contents[0].span)]) for a in doc.attributions]
    [('the harbour master', 'The ferry is safe')]
    """
    return (engine or _shared()).read(path, text=text, id=id, published=published)


def read_many(
    paths: str | Iterable[PathLike | Article] | None = None,
    *,
    texts: Iterable[str | bytes | Article] | None = None,
    published: str | None = None,
    jobs: int = 1,
    engine: Engine | None = None,
) -> Iterator[Document | Exception]:
    """Reads many articles, lazily and in their order; a bad one is an exception object in its place.

    ``paths``: paths of plain texts, or a pattern as glob has it ("archive/**/*.txt"), whose files are sorted by
    name. ``texts``: texts instead. Either may hold an :class:`Article`. ``jobs`` threads read side by side, without
    the interpreter's lock; at most four articles a thread are in memory, so that an iterable of millions needs no
    more than one of a hundred.

    >>> for doc in read_many(texts=["It is late, she said.", b"%PDF-1.7"]):
    ...     print(repr(doc))
    <sayso.Document: 7 words, 1 attributions>
    Error('this is a PDF file, not plain text; give its text, as pdftotext makes it')
    """
    return (engine or _shared()).read_many(paths, texts=texts, published=published, jobs=jobs)
