"""Frames have the rows and columns of CSV; how pandas, polars and pyarrow have them is tested where they are."""

import csv
import unittest
import unittest.mock
import warnings

import sayso
from common import SAMPLES, has
from sayso import _core, _frame


def docs():
    yield from sayso.read_many(SAMPLES)
    yield sayso.read(
        sayso.Article(
            text="“It is late 😀,” Ané Ruhl said.", id="é", url="https://halmere.example/", title="T", outlet="O"
        )
    )
    yield sayso.read(text="No one speaks.")


def cell(name, value):
    """As CSV writes it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    return f"{value:.4f}" if name == "confidence" else str(value)


def csv_rows():
    return [row for doc in docs() for row in csv.reader(doc.write("csv").splitlines(keepends=True))]


def rows_of(read):
    gathered = _core.Columns()
    for doc in read:
        gathered.add(doc._reading)
    rows, columns = gathered.finish()
    return list(zip(*(_frame._values(column, rows) for column in columns)))


class Columns(unittest.TestCase):
    def same_as_csv(self, rows):
        names = _frame.columns()
        found = [[cell(name, value) for name, value in zip(names, row)] for row in rows]
        # CSV puts an apostrophe before what a spreadsheet would take for a formula.
        wanted = [[c[1:] if c[:1] == "'" and c[1:2] in set("=+-@\t\r") else c for c in row] for row in csv_rows()]
        confidence = names.index("confidence")
        for ours, theirs in zip(found, wanted):
            self.assertAlmostEqual(float(ours.pop(confidence)), float(theirs.pop(confidence)), delta=0.0001)
        self.assertEqual(found, wanted)
        self.assertGreater(len(found), 100)

    def test_rows_are_those_of_csv(self):
        self.same_as_csv(rows_of(docs()))

    def test_nothing(self):
        self.assertEqual(rows_of([]), [])
        self.assertEqual(_core.Columns().finish()[0], 0)

    def test_columns_can_be_used_again(self):
        gathered = _core.Columns()
        reading = sayso.read(SAMPLES[0])._reading
        gathered.add(reading)
        first = gathered.finish()
        gathered.add(reading)
        self.assertEqual(gathered.finish(), first)
        self.assertRaises(TypeError, gathered.add, 7)

    def test_bad_articles_are_told(self):
        mixed = sayso.read_many(["none.txt", SAMPLES[0], "page.html"])
        with self.assertWarnsRegex(UserWarning, "2 articles could not be read.*none.txt"):
            self.assertEqual(len(list(_frame._documents(mixed))), 1)
        self.assertRaises(TypeError, list, _frame._documents([7]))
        self.assertRaises(ValueError, sayso.to_frame, [], "excel")

    @unittest.skipUnless(has("pandas"), "pandas is not here")
    def test_pandas(self):
        for arrow in {False, has("pyarrow")}:
            with unittest.mock.patch.object(_frame, "_has_arrow", lambda arrow=arrow: arrow):
                frame = sayso.to_frame(docs())
                self.assertEqual(list(frame.columns), _frame.columns())
                self.assertEqual(str(frame.dtypes["source_begin"]), "Int32")
                self.assertEqual(str(frame.dtypes["negated"]), "bool")
                missing = frame.isna()
                self.same_as_csv(
                    [[None if m else v for v, m in zip(r, miss)] for r, miss in zip(frame.values, missing.values)]
                )
                self.assertEqual(len(sayso.to_frame([])), 0)
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    self.assertEqual(
                        len(sayso.to_frame(sayso.read(SAMPLES[0]))), len(sayso.read(SAMPLES[0]).attributions)
                    )

    @unittest.skipUnless(has("pyarrow"), "pyarrow is not here")
    def test_arrow(self):
        table = sayso.to_frame(docs(), "arrow")
        table.validate(full=True)
        self.same_as_csv([list(row.values()) for row in table.to_pylist()])
        self.assertEqual(sayso.to_frame([], "arrow").num_rows, 0)

    @unittest.skipUnless(has("polars"), "polars is not here")
    def test_polars(self):
        for arrow in {False, has("pyarrow")}:
            with unittest.mock.patch.object(_frame, "_has_arrow", lambda arrow=arrow: arrow):
                self.same_as_csv(sayso.to_frame(docs(), "polars").rows())


if __name__ == "__main__":
    unittest.main()
