"""Many articles: their order, their number in memory, and bad ones among them."""

import itertools
import os
import tempfile
import threading
import unittest

import sayso
from common import ROOT, SAMPLES


class Many(unittest.TestCase):
    def test_the_same_in_the_same_order(self):
        one = [doc.write("jsonl") for doc in sayso.read_many(SAMPLES * 2)]
        for jobs in (2, 3, 5):
            self.assertEqual([doc.write("jsonl") for doc in sayso.read_many(SAMPLES * 2, jobs=jobs)], one)

    def test_a_pattern(self):
        pattern = os.path.join(ROOT, "data", "sample", "*.txt")
        self.assertEqual([d.id for d in sayso.read_many(pattern)], [os.path.basename(p)[:-4] for p in SAMPLES])
        self.assertEqual([d.id for d in sayso.read_many(SAMPLES[0])], [os.path.basename(SAMPLES[0])[:-4]])
        self.assertIsInstance(next(sayso.read_many("there/is/none.txt")), FileNotFoundError)
        self.assertEqual(list(sayso.read_many("there/is/none*.txt")), [])

    def test_bad_ones_stand_in_their_place(self):
        mixed = ["there/is/none.txt", SAMPLES[0], "page.html", sayso.Article(text="Late."), sayso.Article(), 7]
        kinds = [FileNotFoundError, sayso.Document, sayso.Error, sayso.Document, TypeError, TypeError]
        for jobs in (1, 2):
            self.assertEqual([type(d) for d in sayso.read_many(mixed, jobs=jobs)], kinds)

    def test_texts(self):
        docs = list(
            sayso.read_many(texts=["It is late, she said.", b"%PDF-1.7", "\ud83d"], published="2026-03-07", jobs=2)
        )
        self.assertEqual(docs[0].published, "2026-03-07")
        self.assertIsInstance(docs[1], sayso.Error)
        self.assertIsInstance(docs[2], UnicodeEncodeError)

    def test_endless_input_is_taken_as_needed(self):
        for jobs in (1, 2):
            taken = itertools.count()
            docs = sayso.read_many(texts=(f"It is {n} o'clock, she said." for n in taken), jobs=jobs)
            for _ in range(20):
                next(docs)
            docs.close()
            self.assertLessEqual(next(taken), 20 + 4 * jobs + 1)

    def test_leaving_early_leaves_no_thread(self):
        before = threading.active_count()
        for _ in zip(sayso.read_many(SAMPLES * 9, jobs=2), range(3)):
            pass
        docs = sayso.read_many(SAMPLES * 9, jobs=3)
        next(docs)
        docs.close()
        del docs
        self.assertEqual(threading.active_count(), before)

    def test_the_inputs_own_error_is_raised(self):
        def broken():
            yield "It is late, she said."
            raise RuntimeError("no more")

        for jobs in (1, 2):
            self.assertRaises(RuntimeError, list, sayso.read_many(texts=broken(), jobs=jobs))

    def test_threads_share_an_engine(self):
        engine = sayso.Engine()
        wanted = [engine.read(path).write("jsonl") for path in SAMPLES]
        found = {}

        def work(n):
            found[n] = [engine.read(path).write("jsonl") for path in SAMPLES]

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, dict.fromkeys(range(4), wanted))

    def test_wrong_calls(self):
        self.assertRaises(TypeError, sayso.read_many)
        self.assertRaises(TypeError, sayso.read_many, SAMPLES, texts=["a"])
        self.assertRaises(ValueError, sayso.read_many, SAMPLES, jobs=0)
        self.assertRaises(TypeError, list, sayso.read_many(texts="one text"))

    def test_odd_files(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertIsInstance(next(sayso.read_many([folder])), OSError)
            odd = os.path.join(folder, os.fsdecode(b"caf\xe9.txt"))
            with open(odd, "w") as file:
                file.write("It is late, she said.")
            self.assertEqual(next(sayso.read_many([odd])).id, "caf\ufffd")
            with self.assertRaises(sayso.Error):
                sayso.Engine(os.path.join(folder, os.fsdecode(b"caf\xe9.model")))


if __name__ == "__main__":
    unittest.main()
