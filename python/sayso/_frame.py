"""Statements as a table: a row an attribution, in the columns of the program's CSV."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from . import _core
from ._document import Document

_Column = tuple[str, int, bytes, bytes, bytes]


def columns() -> list[str]:
    """The names of the columns, in their order."""
    return _core.heading().strip().split(",")


def _documents(docs: Document | Exception | Iterable[Document | Exception]) -> Iterator[Document]:
    """The documents alone; says at the end how many were none."""
    bad = 0
    first: Exception | None = None
    for doc in [docs] if isinstance(docs, (Document, Exception)) else docs:
        if isinstance(doc, Document):
            yield doc
        elif isinstance(doc, Exception):
            bad += 1
            first = first or doc
        else:
            raise TypeError(f"to_frame() takes documents, and this is a {type(doc).__name__}")
    if bad:
        warnings.warn(f"{bad} articles could not be read and have no rows; the first: {first}", stacklevel=3)


def _bits(data: bytes, rows: int) -> Iterator[bool]:
    return (bool(data[row >> 3] >> (row & 7) & 1) for row in range(rows))


def _values(column: _Column, rows: int) -> list[Any]:
    """Python's values, None where nothing is known."""
    sort, _, valid, values, offsets = column
    known = _bits(valid, rows)
    if sort == "text":
        ends = memoryview(offsets).cast("q")
        return [values[ends[row] : ends[row + 1]].decode() if k else None for row, k in enumerate(known)]
    if sort == "bit":
        return list(_bits(values, rows))
    numbers: memoryview[Any] = memoryview(values).cast("i" if sort == "int" else "d")
    return [number if k else None for number, k in zip(numbers, known)]


def _arrow(rows: int, gathered: list[_Column]) -> Any:
    import pyarrow as pa

    types = {"text": pa.large_utf8(), "int": pa.int32(), "double": pa.float64(), "bit": pa.bool_()}
    arrays = []
    for sort, nulls, valid, values, offsets in gathered:
        buffers = [pa.py_buffer(valid) if nulls else None]
        if sort == "text":
            buffers.append(pa.py_buffer(offsets))
        buffers.append(pa.py_buffer(values))
        arrays.append(pa.Array.from_buffers(types[sort], rows, buffers, nulls))
    return pa.Table.from_arrays(arrays, names=columns())


def _has_arrow() -> bool:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        return False
    return True


def _pandas(rows: int, gathered: list[_Column]) -> Any:
    import pandas as pd

    if _has_arrow():
        # pandas' own types for whole numbers that may be missing; else it would make them floats
        return _arrow(rows, gathered).to_pandas(types_mapper={_arrow_int(): pd.Int32Dtype()}.get)
    data: dict[str, Any] = {}
    for name, column in zip(columns(), gathered):
        values = _values(column, rows)
        data[name] = pd.array(values, dtype="Int32") if column[0] == "int" else values
    return pd.DataFrame(data, columns=columns())


def _arrow_int() -> Any:
    import pyarrow as pa

    return pa.int32()


def _polars(rows: int, gathered: list[_Column]) -> Any:
    import polars as pl

    if _has_arrow():
        return pl.from_arrow(_arrow(rows, gathered))
    types: dict[str, Any] = {"text": pl.String, "int": pl.Int32, "double": pl.Float64, "bit": pl.Boolean}
    return pl.DataFrame(
        {name: pl.Series(name, _values(c, rows), dtype=types[c[0]]) for name, c in zip(columns(), gathered)}
    )


_MAKERS = {"pandas": _pandas, "polars": _polars, "arrow": _arrow}


def to_frame(docs: Document | Exception | Iterable[Document | Exception], kind: str = "pandas") -> Any:
    """A row an attribution, in the columns of the program's CSV.

    ``docs``: a document, or an iterable of them such as ``read_many`` gives; each is let go when its rows are
    taken. Exceptions among them have no rows, and one warning says how many there were. ``kind``: "pandas",
    "polars" or "arrow" (a ``pyarrow.Table``), imported when asked for. Spans are code points; what is not known is
    missing; `claim` and `origin` are empty, since a ledger alone knows them.
    """
    if kind not in _MAKERS:
        raise ValueError(f"kind is one of {', '.join(_MAKERS)}, not {kind!r}")
    gathered = _core.Columns()
    for doc in _documents(docs):
        gathered.add(doc._reading)
    return _MAKERS[kind](*gathered.finish())
