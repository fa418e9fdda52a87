"""One article: what comes out is what the record says, and its spans are Python's."""

import os
import tempfile
import unittest

import sayso
from common import SAMPLES


def known(**fields):
    """Without what is not known, as the record has it."""
    return {name: value for name, value in fields.items() if value is not None and value != () and value != []}


def piece(words):
    return {"span": list(words.span), "text": words.text}


def party(words):
    return words and known(**piece(words), entity=words.entity and words.entity.id)


def when(words):
    return words and known(**piece(words), date=words.date)


def source(s):
    if s.span is None:
        return None
    ids = [e.id for e in s.entities]
    several = ids if len(ids) > 1 else None
    return known(**piece(s), entity=None if several or not ids else ids[0], entities=several, kind=s.kind)


def attribution(a):
    return known(
        id=a.id,
        source=source(a.source),
        cue=a.cue and piece(a.cue),
        content=[piece(part) for part in a.contents],
        form=a.form,
        act=a.act,
        negated=a.negated or None,
        to=party(a.to),
        via=party(a.via),
        when=when(a.when),
        anonymity=a.anonymity and piece(a.anonymity),
        within=a.within,
    )


def entity(e):
    return known(
        id=e.id,
        name=e.name,
        type=e.type,
        country=e.country,
        roles=[role.text for role in e.roles],
        gender=e.gender and {"value": e.gender, "by": e.gender_by},
        mentions=[list(span) for span in e.mentions],
    )


def event(e):
    return known(
        id=e.id,
        type=e.type,
        mode=e.mode,
        status=e.status,
        trigger=[list(t.trigger.span) for t in e.told],
        evidence=[list(t.evidence.span) for t in e.told],
        place=party(e.place),
        according_to=[a.id for a in e.according_to],
    )


def every_span(doc):
    """(span, text) of all that has both."""
    for e in doc.entities:
        yield from ((r.span, r.text) for r in e.roles)
    for a in doc.attributions:
        if a.source.span:
            yield a.source.span, a.source.text
        yield from ((w.span, w.text) for w in (a.cue, a.to, a.via, a.when, a.anonymity, *a.contents) if w)
    for e in doc.events:
        for words in (
            *e.actors,
            *e.recipients,
            e.when,
            e.place,
            *(t.trigger for t in e.told),
            *(t.evidence for t in e.told),
        ):
            if words:
                yield words.span, words.text


class Record(unittest.TestCase):
    def test_says_what_the_record_says(self):
        for path in SAMPLES:
            doc = sayso.read(path)
            record = doc.record
            with self.subTest(path):
                self.assertEqual(doc.text, record["text"])
                self.assertEqual(doc.id, record["article"]["id"])
                self.assertEqual(doc.published, record["article"].get("published"))
                self.assertEqual([e.name for e in doc.credits], record["article"].get("credits", []))
                self.assertEqual([entity(e) for e in doc.entities], record["entities"])
                given = [
                    {k: v for k, v in a.items() if k not in ("confidence", "clause")} for a in record["attributions"]
                ]
                self.assertEqual([attribution(a) for a in doc.attributions], given)
                for a, b in zip(doc.attributions, record["attributions"]):
                    self.assertAlmostEqual(a.confidence.spans, b["confidence"]["spans"], delta=0.0001)
                told = (
                    [
                        {k: v for k, v in e.items() if k not in ("actors", "recipients", "when", "confidence")}
                        for e in record["events"]
                    ]
                    if "events" in record
                    else []
                )
                self.assertEqual([event(e) for e in doc.events], told)

    def test_samples_have_what_is_compared(self):
        docs = [sayso.read(path) for path in SAMPLES]
        self.assertTrue(any(d.events for d in docs))
        self.assertTrue(any(a.via for d in docs for a in d.attributions))
        self.assertTrue(any(a.within for d in docs for a in d.attributions))


class Spans(unittest.TestCase):
    def check(self, text, *found):
        doc = sayso.read(text=text)
        self.assertEqual(doc.text, text)
        spans = list(every_span(doc))
        for span, words in spans:
            self.assertEqual(doc.text[span.begin : span.end], words)
        for words in found:
            self.assertIn(words, [w for _, w in spans])

    def test_samples(self):
        for path in SAMPLES:
            doc = sayso.read(path)
            for span, words in every_span(doc):
                self.assertEqual(doc.text[span.begin : span.end], words)

    def test_astral(self):
        self.check(
            "😀😀 “It is late 🚢,” Ana Ruhl said.\n\n𝔉erries sank, Ana Ruhl told 𝒯omas Vey.",
            "“It is late 🚢,”",
            "Ana Ruhl",
        )

    def test_combining(self):
        self.check("Cafe\u0301s e\u0301taient loin. “It is late,” Ane\u0301 Ruhl said.", "“It is late,”")

    def test_crlf(self):
        self.check(
            "Écoutez.\r\n\r\n“It is late,” Ana Ruhl said.\r\nShe said it\r\nwas over.\r\n", "“It is late,”", "Ana Ruhl"
        )

    def test_long_text_of_many_bytes(self):
        self.check("é" * 63 + "€" * 65 + " 😀" * 40 + "\n\n“It is late,” Ana Ruhl said." * 40, "“It is late,”")

    def test_nul_and_empty(self):
        self.check("“It is\0 late,” Ana Ruhl said.", "“It is\0 late,”")
        self.assertEqual(sayso.read(text="").attributions, ())

    def test_windows_1252(self):
        doc = sayso.read(text="“It is late – très tard,” Ana Ruhl said.".encode("cp1252"))
        self.assertEqual(doc.attributions[0].content, "“It is late – très tard,”")
        self.assertIn("Windows-1252", doc.warnings[0])


class Ways(unittest.TestCase):
    def test_text_bytes_and_path_are_one(self):
        with open(SAMPLES[0], "rb") as file:
            data = file.read()
        path = sayso.read(SAMPLES[0])
        self.assertEqual(path.id, os.path.basename(SAMPLES[0])[:-4])
        for text in (data, data.decode()):
            self.assertEqual(sayso.read(text=text, id=path.id).write("json"), path.write("json"))

    def test_what_is_known_of_an_article(self):
        given = sayso.Article(
            text="It is late, she said.",
            id="a/1",
            published="2026-03-07",
            url="https://halmere.example/1",
            title="Late",
            outlet="Gazette",
            byline="Ana Ruhl",
        )
        doc = sayso.read(given)
        self.assertEqual(
            (doc.id, doc.published, doc.url, doc.title, doc.outlet, doc.writer),
            ("a/1", "2026-03-07", "https://halmere.example/1", "Late", "Gazette", "Ana Ruhl"),
        )
        self.assertEqual((doc.byline, doc.words, doc.sentences), (None, 7, 1))
        self.assertIsNone(sayso.read(text="Late.").id)

    def test_an_engine_of_ones_own(self):
        sure = sayso.Engine(min_confidence=0.8)
        with open(SAMPLES[0], encoding="utf-8") as file:
            text = file.read()
        few, all_ = sure.read(text=text), sayso.read(text=text)
        self.assertTrue(0 < len(few.attributions) < len(all_.attributions))
        self.assertRegex(sure.model, "^[0-9a-f]{16}$")
        self.assertTrue(sure.card)
        del sure
        self.assertTrue(few.text)

    def test_names_of_ones_own(self):
        with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
            file.write("no such line\n")
            file.flush()
            with self.assertWarns(UserWarning):
                sayso.Engine(names=file.name)


class Errors(unittest.TestCase):
    def test_what_is_no_article(self):
        with self.assertRaises(sayso.Error) as caught:
            sayso.read(text=b"%PDF-1.7")
        self.assertEqual((caught.exception.status, caught.exception.offset), ("input", 0))
        with self.assertRaises(sayso.Error) as caught:
            sayso.Engine(max_article_bytes=10).read(text="It is late, she said.")
        self.assertEqual(caught.exception.status, "limit")

    def test_a_bad_date(self):
        with self.assertRaises(sayso.Error) as caught:
            sayso.read(text="Late.", published="7 March")
        self.assertEqual(caught.exception.status, "argument")

    def test_what_only_the_program_reads(self):
        for path in ("https://halmere.example/1", "page.html", "archive.warc.gz", "data.CSV"):
            with self.assertRaisesRegex(sayso.Error, "plain text alone"):
                sayso.read(path)

    def test_models(self):
        with self.assertRaises(sayso.Error) as caught:
            sayso.Engine(SAMPLES[0])
        self.assertEqual(caught.exception.status, "model")
        with self.assertRaises(sayso.Error):
            sayso.Engine("there/is/none")
        with self.assertRaises(sayso.Error):
            sayso.Engine(min_confidence=2)
        with self.assertRaises(ValueError):
            sayso.Engine(max_article_bytes=-1)

    def test_wrong_calls(self):
        for wrong in (
            lambda: sayso.read(),
            lambda: sayso.read(SAMPLES[0], text="a"),
            lambda: sayso.read(sayso.Article(text="a"), id="b"),
            lambda: sayso.read(text=7),
        ):
            self.assertRaises(TypeError, wrong)
        self.assertRaises(UnicodeEncodeError, sayso.read, text="half a pair: \ud83d")
        self.assertRaises(OSError, sayso.read, "there/is/none.txt")
        self.assertRaises(TypeError, type(sayso.read(text="a")._reading))
        self.assertRaises(ValueError, sayso.read(text="a").write, "pdf")
        self.assertRaises(sayso.Error, sayso.read(text="a").write, "csv", explain=True)


if __name__ == "__main__":
    unittest.main()
