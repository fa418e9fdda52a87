"""What other tools take: a notebook, displaCy, spaCy, CoNLL-U, brat; and every example in the docs."""

import doctest
import html.parser
import importlib
import os
import pkgutil
import unittest

import sayso
from common import ROOT, SAMPLES, has


class Seen(html.parser.HTMLParser):
    """The text, and whether every element is closed."""

    def __init__(self, page):
        super().__init__()
        self.open, self.names, self.text, self.titles = [], set(), [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.names.add(tag)
        self.titles += [value for name, value in attributes if name == "title"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


class Forms(unittest.TestCase):
    def test_page_has_the_text(self):
        for path in SAMPLES:
            doc = sayso.read(path)
            seen = Seen(doc._repr_html_())
            self.assertEqual(seen.open, [])
            self.assertIn(doc.text, "".join(seen.text))
            self.assertTrue(seen.titles)

    def test_page_escapes(self):
        bad = "“It is <script>alert('late')</script> & \"over\",” Ana <b>Ruhl said.\0"
        doc = sayso.read(sayso.Article(text=bad, title="<i>T</i>", outlet="'\"><u>", id="x"))
        page = doc._repr_html_()
        seen = Seen(page)
        self.assertEqual(seen.names, {"div", "p", "strong", "span"})
        self.assertIn(bad.replace("\0", "\ufffd"), "".join(seen.text))
        self.assertIn("<i>T</i>", "".join(seen.text))

    def test_page_of_nothing(self):
        self.assertEqual(Seen(sayso.read(text="")._repr_html_()).open, [])

    def test_displacy(self):
        for path in SAMPLES:
            given = sayso.displacy(sayso.read(path))
            last = 0
            for ent in given["ents"]:
                self.assertGreaterEqual(ent["start"], last)
                self.assertGreater(ent["end"], ent["start"])
                last = ent["end"]
            self.assertLessEqual(last, len(given["text"]))
            self.assertEqual({ent["label"] for ent in given["ents"]}, {"SOURCE", "CUE", "CONTENT"})

    def test_brat_is_of_the_text(self):
        doc = sayso.read(text="😀 “It is late,” Ana Ruhl said.")
        lines = [line.split("\t") for line in sayso.to_brat(doc).splitlines() if line.startswith("T")]
        self.assertTrue(lines)
        for _, where, words in lines:
            _, begin, end = where.split()
            self.assertEqual(doc.text[int(begin) : int(end)], words)

    def test_conllu(self):
        doc = sayso.read(SAMPLES[0])
        rows = [line.split("\t") for line in sayso.to_conllu(doc).splitlines() if line and line[0] != "#"]
        self.assertEqual(sum("-" not in row[0] for row in rows), doc.words)
        self.assertEqual({len(row) for row in rows}, {10})

    @unittest.skipUnless(has("spacy"), "spacy is not here")
    def test_spacy(self):
        more = ["", " ", "\n\nLate.  Very\tlate. \n", "“It is late 😀,” don't say he’s\r\n\r\nhere, Ana Ruhl said.  "]
        read = [sayso.read(path) for path in SAMPLES] + [sayso.read(text=text) for text in more]
        for doc in read:
            made = sayso.to_spacy(doc)
            self.assertEqual(made.text, doc.text)
            self.assertEqual(sum(not word.is_space for word in made), doc.words)
            self.assertIs(made._.sayso, doc)
            spans = made.spans["sayso"]
            self.assertEqual(
                len(spans), sum(bool(a.source.span) + bool(a.cue) + len(a.contents) for a in doc.attributions)
            )
            for span in spans:
                a = doc.attributions[span.id - 1]
                texts = {"SOURCE": [a.source.text], "CUE": [str(a.cue)], "CONTENT": [p.text for p in a.contents]}
                self.assertIn(span.text, texts[span.label_])
            if doc.words > 1 and doc.id:
                self.assertEqual(len(list(made.sents)), doc.sentences)

    @unittest.skipUnless(has("spacy"), "spacy is not here")
    def test_displacy_draws_it(self):
        from spacy import displacy

        page = displacy.render(sayso.displacy(sayso.read(SAMPLES[0])), style="ent", manual=True, jupyter=False)
        self.assertIn("SOURCE", page)


class Examples(unittest.TestCase):
    def test_docstrings(self):
        count = 0
        for module in pkgutil.iter_modules(sayso.__path__):
            if module.name != "_core":
                result = doctest.testmod(importlib.import_module(f"sayso.{module.name}"))
                self.assertEqual(result.failed, 0)
                count += result.attempted
        result = doctest.testmod(sayso)
        self.assertEqual(result.failed, 0)
        self.assertGreater(count + result.attempted, 8)

    def test_docs(self):
        page = os.path.join(ROOT, "docs", "python.md")
        here = os.getcwd()
        os.chdir(ROOT)
        try:
            result = doctest.testfile(page, module_relative=False, optionflags=doctest.ELLIPSIS)
        finally:
            os.chdir(here)
        self.assertEqual(result.failed, 0)
        self.assertGreater(result.attempted, 10)


if __name__ == "__main__":
    unittest.main()
