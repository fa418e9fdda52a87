"""The articles of the gold of events (events.tsv): their texts, which are not part of the project. PolNeAR's and Wikinews' as
corpus_text.py has them; GUM's put together from its CoNLL-U: sentences joined by a space, a paragraph a line."""
import csv
import functools
import gzip
import os
import re

from articles import HERE, POLNEAR, SHARED, digest, listed as gold_listed, text_of
from corpus_text import LIST, Wrong, wikinews

EVENTS = os.path.join(HERE, "events.tsv")
GUM = os.path.join(SHARED, "corpora", "ud", "gum.train.conllu.gz")
WANTED = {"polnear/train": 12, "wikinews/2019": 12, "gum/news": 6}
SECOND = {"polnear/train": 14, "wikinews/2019": 16, "gum/news": 0}  # chosen later, the next in the same order
LEAST, MOST = 150, 800  # words of an article


@functools.lru_cache(None)
def gum():
    """{name: text} of GUM's news."""
    out, name = {}, None
    with gzip.open(GUM, "rt", encoding="utf8") as file:
        for line in file:
            if line.startswith("# newdoc id = "):
                name, fresh = line.split(" = ")[1].strip(), True
            elif line.startswith("# newpar"):
                fresh = True
            elif line.startswith("# text = ") and name.startswith("GUM_news_"):
                text = line[len("# text = "):].rstrip("\n")
                out[name] = out[name] + ("\n" if fresh else " ") + text if name in out else text
                fresh = False
    return out


@functools.lru_cache(None)
def listed():
    """{name: its line}, in the list's order."""
    with open(EVENTS, encoding="utf8") as file:
        return {row["name"]: row for row in csv.DictReader(file, delimiter="\t")}


def found(origin, name):
    if origin == "gum/news":
        return gum()[name]
    return wikinews()[name]["text"] if origin == "wikinews/2019" else text_of("train", name)


@functools.lru_cache(None)
def text(name):
    """The text of an article; Wrong where it is missing or another."""
    row = listed().get(name)
    if not row:
        raise Wrong(f"{name}: not in events.tsv")
    try:
        body = found(row["origin"], name)
    except (OSError, KeyError) as fault:
        raise Wrong(f"{name}: its text is missing ({fault})") from fault
    if digest(body) != row["sha256"]:
        raise Wrong(f"{name}: its text is another than the one read: SHA-256 {digest(body)}, not {row['sha256']}")
    return body


def kept_aside():
    """What other golds keep aside stays unread here too."""
    with open(LIST, encoding="utf8") as file:
        corpus = {row["name"] for row in csv.DictReader(file, delimiter="\t") if row["part"] == "aside"}
    return corpus | {name for name, row in gold_listed().items() if row["part"] == "aside"}


def choose():
    """By the hash of the names alone: the first of each origin that are neither short nor long; every other one aside, of those
    chosen later in `later`."""
    with open(os.path.join(POLNEAR, "metadata.tsv"), encoding="utf8") as file:
        days = {row["filename"]: row["publication_date"] for row in csv.DictReader(file, delimiter="\t")}
    pools = {"polnear/train": [file[:-4] for file in os.listdir(os.path.join(POLNEAR, "train", "text"))],
             "wikinews/2019": list(wikinews()), "gum/news": list(gum())}
    print("name", "origin", "sha256", "words", "published", "part", sep="\t")
    for origin, pool in pools.items():
        taken = 0
        for name in sorted(set(pool) - kept_aside(), key=lambda name: digest("events " + name)):
            body = found(origin, name)
            if taken == WANTED[origin] + SECOND[origin] or not LEAST <= len(body.split()) <= MOST:
                continue
            day = days.get(name) or (wikinews()[name]["date"] if name in wikinews() else "")
            part = ("work", "aside") if taken < WANTED[origin] else ("learn", "later")
            print(name, origin, digest(body), len(body.split()), day, part[taken % 2], sep="\t")
            taken += 1


def day_of(name):
    return listed()[name]["published"] if re.match(r"\d", listed()[name]["published"]) else None
