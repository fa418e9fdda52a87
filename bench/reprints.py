#!/usr/bin/env python3
"""How well copies are found among other articles, and what looking for them costs.

  bench/reprints.py DRIVER [--half tune|report] [--others N] [--cost N,N,…] [--corpora DIR] [--show]

DRIVER is bench/sayso-bench-reprints of an optimised build. The originals are one half of PolNeAR's training articles,
halved by their names' hash: thresholds were chosen on `tune`, `report` gives the figures. The ledger holds all of
PolNeAR's training and development articles, Wikinews of 2019, and others made from them: each has 15 to 45 sentences
drawn from as many articles, in which every word beyond the 300 most frequent (which make the phrases of newsrooms) is
exchanged for another by a table of the article's own, and two sentences more that stay as they were, as shared quotations
do. Then copies of each original are tried one at a time, and taken back. A copy is found when it comes out in its original's
family. What is found among the articles of the ledger themselves is false but for what --show shows to be real.
"""
import argparse
import collections
import csv
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
WORD = re.compile(r"[A-Za-z]+")
SENTENCE = re.compile(r'(?<=[.!?”"])\s+(?=[A-Z“"])')


def read_polnear(folder):
    for name in sorted(os.listdir(folder)):
        if name.endswith(".txt"):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                yield name[:-4], name.split("_")[1], f.read()


def read_wikinews(path):
    with open(path, encoding="utf-8", newline="") as f:
        for i, row in enumerate(csv.DictReader(f)):
            yield f"wikinews_{i}", row["date"], row["text"]


class Corpus:
    def __init__(self, folder):
        self.train = list(read_polnear(os.path.join(folder, "polnear", "train", "text")))
        self.all = self.train + list(read_polnear(os.path.join(folder, "polnear", "dev", "text")))
        self.all += read_wikinews(os.path.join(folder, "wikinews", "2019.csv"))
        self.sentences = [[s for line in text.split("\n") for s in SENTENCE.split(line) if len(s) > 20]
                          for _, _, text in self.all]
        self.sentences = [s for s in self.sentences if s]
        self.words = [w for _, _, text in self.all for w in WORD.findall(text)]
        counts = collections.Counter(w.lower() for w in self.words)
        self.phrases = {w for w, _ in counts.most_common(300)}
        self.rare = [w for w in self.words if w.lower() not in self.phrases]

    def other(self, r):
        """An article that nobody wrote."""
        table = {}

        def exchange(match):
            word = match.group()
            if word.lower() in self.phrases:
                return word
            return table.get(word) or table.setdefault(word, r.choice(self.rare))

        lines = [WORD.sub(exchange, r.choice(s)) for s in r.sample(self.sentences, r.randint(15, 45))]
        for s in r.sample(self.sentences, 2):
            lines.insert(r.randrange(len(lines)), r.choice(s))
        return "\n".join(lines)


# ---- copies ----

def cut_front(text, share, _corpus, _r):
    words = list(re.finditer(r"\S+", text))
    return text[:words[int(len(words) * share) - 1].end()]


def cut_paragraphs(text, share, _corpus, r):
    lines = [line for line in text.split("\n") if line.strip()]
    left, need = set(range(len(lines))), len(text.split()) * share
    order = list(left)
    r.shuffle(order)
    have = len(text.split())
    for i in order:
        n = len(lines[i].split())
        if have - n >= need:
            left.remove(i)
            have -= n
    return "\n".join(lines[i] for i in sorted(left))


def reorder(text, _share, _corpus, r):
    lines = [line for line in text.split("\n") if line.strip()]
    r.shuffle(lines)
    return "\n".join(lines)


def replace(text, share, corpus, r):
    return WORD.sub(lambda m: r.choice(corpus.words) if r.random() < share else m.group(), text)


def drop(text, share, _corpus, r):
    return re.sub(r"\S+\s+", lambda m: "" if r.random() < share else m.group(), text)


KINDS = {
    "front 90 %": [(cut_front, .9)],
    "front 70 %": [(cut_front, .7)],
    "front 50 %": [(cut_front, .5)],
    "paragraphs 70 %": [(cut_paragraphs, .7)],
    "paragraphs 50 %": [(cut_paragraphs, .5)],
    "reordered": [(reorder, 1)],
    "replaced 5 %": [(replace, .05)],
    "replaced 10 %": [(replace, .1)],
    "replaced 20 %": [(replace, .2)],
    "dropped 10 %": [(drop, .1)],
    "reordered, replaced 10 %": [(reorder, 1), (replace, .1)],
    "reordered, replaced 20 %": [(reorder, 1), (replace, .2)],
    "front 70 %, replaced 10 %": [(cut_front, .7), (replace, .1)],
    "paragraphs 50 %, replaced 20 %": [(cut_paragraphs, .5), (replace, .2)],
    "reordered half, replaced 20 %": [(reorder, 1), (cut_paragraphs, .5), (replace, .2)],
    "replaced 30 %": [(replace, .3)],
    "paragraphs 50 %, replaced 30 %": [(cut_paragraphs, .5), (replace, .3)],
}


def copies(corpus, half, r):
    for name, day, text in corpus.train:
        if hashlib.sha256(name.encode()).digest()[0] % 2 != (half == "report"):
            continue
        for kind, steps in KINDS.items():
            copy = text
            for step, share in steps:
                copy = step(copy, share, corpus, r)
            yield kind, name, day, copy


# ---- the driver ----

def run(driver, commands, options=()):
    """The driver's lines."""
    with tempfile.TemporaryDirectory() as folder:
        p = subprocess.Popen([driver, os.path.join(folder, "ledger"), *options],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def feed():
            for c in commands:
                p.stdin.write(c)
            p.stdin.close()

        thread = threading.Thread(target=feed)
        thread.start()
        for line in p.stdout:
            yield line.decode().rstrip("\n")
        thread.join()
        if p.wait():
            sys.exit("the driver failed")


def command(kind, name, day, text):
    data = text.encode()
    return f"{kind} {name} {day or '-'} {len(data)}\n".encode() + data


def keep(corpus, others, r):
    """The real articles among the others."""
    real = list(corpus.all)
    r.shuffle(real)
    for i in range(others):
        if real and r.randrange(others) < len(corpus.all) * 1.1:
            yield command("add", *real.pop())
        day = f"2016-{r.randint(1, 12):02}-{r.randint(1, 28):02}"
        yield command("add", f"other_{i}", day, corpus.other(r))
    for article in real:
        yield command("add", *article)


def found(lines, show):
    """What was added: how many, those in a family, how many share a stretch. Those that share much are shown."""
    count, shared, joined = 0, 0, []
    for line in lines:
        if line.startswith("mark"):
            print(line)
            return count, joined, shared
        name, _, family, copied, *common = line.split("\t")
        count += 1
        shared += bool(common)
        if family != "-":
            joined.append((name, family, copied))
        for c in common if show else ():
            other, share, words = c.split()
            if float(share) >= .15 and int(words) >= 40 or name.startswith("wikinews"):
                print(f"  {share} {words:>5} words  {name}  of  {other}{'  JOINED' if family != '-' else ''}")


def quality(options, corpus):
    r = random.Random(7)
    tried = list(copies(corpus, options.half, r))
    originals = list(dict.fromkeys(name for _, name, _, _ in tried))

    def commands():
        yield from keep(corpus, options.others, r)
        yield b"mark added\n"
        for name in originals:
            yield f"ask {name}\n".encode()
        for i, (_, name, day, text) in enumerate(tried):
            yield command("try", f"{i}", day, text)

    lines = run(options.driver, commands())
    count, joined, shared = found(lines, options.show)
    real = [j for j in joined if not j[0].startswith("other_")]
    print(f"{count} articles, {shared} of them share a stretch with another; copies: {len(joined) - len(real)} of the others, "
          f"{len(real)} real ones")
    for name, family, copied in joined:
        print(f"  {copied}  {name}  of  {family}")
    families = {}
    for _ in originals:
        name, family = next(lines).split("\t")
        families[name] = name if family == "-" else family
    table = {kind: collections.Counter() for kind in KINDS}
    for line in lines:
        number, _, family, *_ = line.split("\t")
        kind, name, *_ = tried[int(number)]
        table[kind]["found" if family == families[name] else "missed" if family == "-" else "wrong"] += 1
    print(f"{'change':34} {'tried':>6} {'found':>6} {'wrong':>6} {'recall':>7} {'precision':>10}")
    for kind, n in [*table.items(), ("all", sum(table.values(), collections.Counter()))]:
        claimed = n["found"] + n["wrong"]
        print(f"{kind:34} {n.total():6} {n['found']:6} {n['wrong']:6} {n['found'] / n.total():7.1%} "
              f"{n['found'] / max(1, claimed):10.2%}")


def cost(options, corpus):
    """The last 500 articles before each size, with the reprints looked for and without."""
    sizes = [int(s) for s in options.cost.split(",")]

    def commands():
        r = random.Random(8)
        for i in range(max(sizes)):
            if i + 500 in sizes:
                yield b"mark before\n"
            yield command("add", f"other_{i}", "2016-01-01", corpus.other(r))
            if i + 1 in sizes:
                yield f"mark {i + 1}\n".encode()

    for without in ((), ("--without",)):
        print("without looking for reprints:" if without else "with reprints:")
        for line in run(options.driver, commands(), without):
            if line.startswith("mark") and not line.startswith("mark before"):
                print(" ", line[5:], flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("driver")
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--others", type=int, default=10000)
    parser.add_argument("--cost", default="", help="numbers of articles, such as 1000,10000,50000; quality is left out")
    parser.add_argument("--corpora", default=os.path.join(ROOT, "..", "shared", "corpora"))
    parser.add_argument("--show", action="store_true", help="name the articles of the ledger that share much")
    options = parser.parse_args()
    corpus = Corpus(options.corpora)
    (cost if options.cost else quality)(options, corpus)


main()
