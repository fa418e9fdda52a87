#!/usr/bin/env python3
"""Pairs of attributions of different articles, to be read and labelled: do both say the same? Python 3 standard library only.

  pairs.py choose --records RECORDS.jsonl --gold GOLD.tsv --out FOLDER
  pairs.py compile --pairs FOLDER/pairs.tsv LABELS... [--out pairs.tsv]

RECORDS.jsonl is what `sayso read` makes of PolNeAR's train and dev, each article named as its file. `choose` writes FOLDER/pairs.tsv
(each pair's stratum, part and offsets) and FOLDER/batch-N.txt, which show the pairs with their text: these hold others' text and stay
out of the repository. `compile` writes the labels in the columns of the gold of claims, the part as its set: offsets alone. The pairs
are hard on purpose, so a share of them says nothing of how often such pairs are met."""
import argparse
import collections
import datetime
import hashlib
import json
import math
import os
import random
import re
import sys

import articles

CLASSES = ("same-quote", "same-utterance-paraphrased", "same-fact", "related", "different")
COLUMNS = ("set", "article_a", "span_a", "article_b", "span_b", "class")
TABLE = ("id", "stratum", "part", "article_a", "span_a", "article_b", "span_b")
# What each stratum draws, and how many. A pair that fits several is of the first that it fits, in the order of stratum().
STRATA = {
    "a": 200,  # same speaker, within 21 days, two rare words in common
    "b": 80,   # same speaker, four quoted words in a row in common
    "c": 160,  # same speaker, one rare word, name or number in common
    "d": 150,  # two speakers, one of them perhaps open, within 10 days, three rare words in common
    "e": 70,   # two speakers, or an open one, four quoted words in a row in common, two of them of content
    "f": 70,   # same speaker, more than 60 days apart, two rare words in common
    "g": 130,  # many words in common, but one is negated or they have other numbers
    "h": 40,   # same speaker, within 14 days, any
}
BATCH = 150
RARE = 120         # a rare word is in at most so many statements
AROUND = 250       # characters shown on either side
PER_STATEMENT = 2  # pairs that one statement may be in
PER_ARTICLES = 2   # pairs of one pair of articles
PER_SPEAKER = 0.3  # the part of a stratum that one speaker, or two in d, may have
STOP = set("""a about above after again against all also although am among an and any are as at be because been before being
below between both but by can could did do does doing down during each even ever few for from further get gets getting go goes
going gone got had has have having he her here hers herself him himself his how however i if in into is it its itself just
know let like make made many may me might more most much must my myself of off on once one only or other our ours out over own
really said same say saying says she should so some something such than that the their theirs them themselves then there these
they thing things think this those through to too under until up upon us very want wants was we well were what when where which
while who whom whose why will with would you your yours yourself im ive id ill youre theyre weve hes shes thats its were mr mrs
ms""".split())
NEGATION = {"not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"}
NUMBERS = dict(zip("two three four five six seven eight nine ten".split(), "2 3 4 5 6 7 8 9 10".split()))
SUFFIX = re.compile(r",? (Jr|Sr|II|III)\.?$")


def words(text):
    return re.findall(r"[^\W_]+(?:[.,]\d+)*", re.sub("['’‘]", "", text.lower()))


def stem(word):
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[:-len(end)]
    return word


def quoted(text):
    """The spans between quotation marks, each closed at the latest where its paragraph ends."""
    out, begin = [], None
    for mark in re.finditer(r"[“”\"\n]|''|``", text):
        c = mark.group()
        if begin is not None and c != "“":
            out.append((begin, mark.start()))
            begin = None
        elif c not in "”\n":
            begin = mark.end()
    return out


class Statement:
    def __init__(self, record, attribution, quotes):
        article, text = record["article"], record["text"]
        self.article, self.outlet, self.published = article["id"], article["outlet"], article["published"]
        self.day = datetime.date.fromisoformat(self.published).toordinal()
        self.text, self.spans = text, tuple(sorted(tuple(c["span"]) for c in attribution["content"]))
        source = attribution.get("source", {})
        entities = {e["id"]: e for e in record["entities"]}
        known = source.get("entities") or [source["entity"]] if "entity" in source or source.get("entities") else []
        self.names = [entities[e]["name"] for e in known]
        self.source, self.kind = source.get("text"), source.get("kind")
        self.cue = attribution.get("cue", {}).get("text")
        own = " ".join(text[b:e] for b, e in self.spans)
        self.words = words(own)
        self.content = {stem(w) for w in self.words if w not in STOP and (len(w) > 2 or w.isdigit())}
        self.numbers = {NUMBERS.get(w, w) for w in self.words if w[0].isdigit() or w in NUMBERS}
        self.negated = any(w in NEGATION for w in self.words) or bool(re.search(r"n['’]t\b", own))
        self.capitals = {stem(w) for c in re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]+", own) for w in words(c)} & self.content
        self.runs = set()
        for b, e in self.spans:
            for x, y in quotes:
                w = words(text[max(b, x):min(e, y)]) if x < e and b < y else []
                self.runs |= {tuple(w[k:k + 4]) for k in range(len(w) - 3) if set(w[k:k + 4]) - STOP}
        name = SUFFIX.sub("", self.names[0]).lower().split() if len(self.names) == 1 else []
        self.speaker = (name[-1] if self.kind == "person" else " ".join(name)) if name else None
        self.given = name[0] if len(name) > 1 and self.kind == "person" else None

    def key(self):
        return self.published, self.article, self.spans


def same_speaker(a, b):
    """One surname, and not two given names (so that Bill and Hillary Clinton are two)."""
    return a.speaker is not None and a.speaker == b.speaker and (
        not a.given or not b.given or a.given == b.given or a.given[0] == b.given[0])


def dice(a, b, shared):
    return 2 * len(shared) / (len(a.content) + len(b.content) or 1)


def stratum(a, b, shared, rare):
    """The stratum of a pair, or None. `shared` are the content words that both have, `rare` those of them that are rare."""
    days, same = abs(a.day - b.day), same_speaker(a, b)
    run, alike = a.runs & b.runs, dice(a, b, shared)
    numbers = a.numbers and b.numbers and not a.numbers & b.numbers
    if len(shared) >= 4 and alike >= 0.3 and rare and (a.negated != b.negated or numbers) and (same or days <= 30):
        return "g"
    if run and same:
        return "b"
    if any(len(set(r) - STOP) >= 2 for r in run):
        return "e"
    if min(len(a.content), len(b.content)) < 2:
        return None
    if same:
        if days <= 21 and len(rare) >= 2:
            return "a"
        if days > 60 and len(rare) >= 2:
            return "f"
        if days <= 60 and (rare or shared & (a.capitals | b.capitals) or a.numbers & b.numbers):
            return "c"
        return "h" if days <= 14 else None
    return "d" if days <= 10 and len(rare) >= 3 and (a.speaker or b.speaker) else None


def read(path):
    """The statements of the records, in a fixed order. Offsets are PolNeAR's: an article whose text was changed in reading is left out."""
    split = {name[:-4]: part for part in ("train", "dev") for name in os.listdir(os.path.join(articles.POLNEAR, part, "text"))}
    out, changed = [], 0
    with open(path, encoding="utf8") as file:
        for record in map(json.loads, file):
            name = record["article"]["id"]
            if record["text"] != articles.text_of(split[name], name):
                changed += 1
                continue
            quotes = quoted(record["text"])
            out += [Statement(record, a, quotes) for a in record["attributions"] if a.get("source", {}).get("kind") != "author"]
    print(len(out), "statements,", changed, "articles left out whose text is not the file's", file=sys.stderr)
    return sorted((s for s in out if s.content), key=Statement.key)


def candidates(statements):
    """{stratum: [(likeness, a, b)]}, a the earlier."""
    by_word, by_run, by_speaker = (collections.defaultdict(list) for _ in range(3))
    for i, s in enumerate(statements):
        for w in s.content:
            by_word[w].append(i)
        for r in s.runs:
            by_run[r].append(i)
        if s.speaker:
            by_speaker[s.speaker].append(i)
    weight = {w: math.log(len(statements) / len(found)) for w, found in by_word.items()}
    rare = {w for w, found in by_word.items() if len(found) <= RARE}
    near = set()
    for found in [by_word[w] for w in sorted(rare)] + [f for f in by_run.values() if len(f) <= RARE]:
        near |= {(i, j) for n, i in enumerate(found) for j in found[n + 1:]}
    draw = random.Random(11)
    for speaker in sorted(by_speaker):  # pairs that share a common name or number, or nothing
        found = by_speaker[speaker]
        for i in found:
            near |= {tuple(sorted((i, j))) for j in draw.sample(found, min(8, len(found))) if i != j}
    out = collections.defaultdict(list)
    for i, j in sorted(near):
        a, b = statements[i], statements[j]
        shared = a.content & b.content
        kind = stratum(a, b, shared, shared & rare) if a.article != b.article else None
        if kind:
            out[kind].append((sum(weight[w] for w in sorted(shared)) * dice(a, b, shared), a, b))
    return out


def overlap(xs, ys):
    return any(b < y and x < e for b, e in xs for x, y in ys)


def spans_of(text):
    return [tuple(map(int, part.split("-"))) for part in text.split(";")]


def span_text(spans):
    return ";".join(f"{b}-{e}" for b, e in spans)


class Gold:
    """The pairs that are judged already. A new pair is kept from them where both its sides touch
    gold, or one does in a pair of articles of the gold."""
    def __init__(self, path):
        self.spans, self.articles = collections.defaultdict(list), set()
        with open(path, encoding="utf8") as file:
            for line in list(file)[1:]:
                _, a, span_a, b, span_b, _ = line.rstrip("\n").split("\t")
                self.spans[a] += spans_of(span_a)
                self.spans[b] += spans_of(span_b)
                self.articles.add(frozenset((a, b)))

    def touches(self, a, b):
        touched = [overlap(s.spans, self.spans.get(s.article, [])) for s in (a, b)]
        return all(touched) or any(touched) and frozenset((a.article, b.article)) in self.articles


def drawn(found, many, used, draw):
    """`many` of the found pairs: half of them among those most alike, the others any."""
    found = found[:]
    draw.shuffle(found)
    most = sorted(found, key=lambda pair: -pair[0])[:many * 3]
    draw.shuffle(most)
    out, speakers = [], collections.Counter()
    for pool, upto in ((most, many // 2), (found, many)):
        for _, a, b in pool:
            who = frozenset((a.speaker, b.speaker))
            limits = {a.key(): PER_STATEMENT, b.key(): PER_STATEMENT, frozenset((a.article, b.article)): PER_ARTICLES,
                      frozenset((a.key(), b.key())): 1}
            if len(out) == upto:
                break
            if any(used[key] >= limit for key, limit in limits.items()) or speakers[who] >= PER_SPEAKER * many:
                continue
            speakers[who] += 1
            used.update(limits.keys())
            out.append((a, b))
    return out


def flat(text):
    return re.sub(r"\s*\n\s*", " ¶ ", text)


def shown(s):
    """The statement as its reader sees it: the content between [[ ]], within the text around it."""
    begin, end = s.spans[0][0], s.spans[-1][1]
    out, at = ("…" if begin > AROUND else "") + s.text[max(0, begin - AROUND):begin], begin
    for b, e in s.spans:
        out += s.text[at:b] + "[[" + s.text[b:e] + "]]"
        at = e
    out += s.text[end:end + AROUND] + ("…" if end + AROUND < len(s.text) else "")
    who = f"{s.source or '(none)'} = {', '.join(s.names) or '(open)'}"
    return f"{s.outlet}, {s.published} | speaker: {flat(who)} | cue: {flat(s.cue or '(none)')}\n   {flat(out)}"


def choose(args):
    gold, draw = Gold(args.gold), random.Random(20160211)
    found, used, pairs = candidates(read(args.records)), collections.Counter(), []
    for kind in "gebadfch":  # the scarce ones first, since a statement is in few pairs
        pool = [pair for pair in found[kind] if not gold.touches(*pair[1:])]
        taken = drawn(pool, STRATA[kind], used, draw)
        print(f"{kind}: {len(taken)} of {len(pool)}", file=sys.stderr)
        pairs += [(kind, a, b) for a, b in taken]
    draw.shuffle(pairs)
    os.makedirs(args.out, exist_ok=True)
    rows, shows = [], []
    for kind, a, b in pairs:
        place = (a.article, span_text(a.spans), b.article, span_text(b.spans))
        digest = hashlib.sha256("\t".join(place).encode()).hexdigest()
        part = "polnear-dev" if int(digest[:8], 16) % 3 == 0 else "polnear-train"
        rows.append((digest[8:16], kind, part) + place)
        shows.append(f"### {digest[8:16]}\nA: {shown(a)}\nB: {shown(b)}\n")
    assert len({row[0] for row in rows}) == len(rows), "two pairs of one id"
    with open(os.path.join(args.out, "pairs.tsv"), "w", encoding="utf8") as file:
        file.writelines("\t".join(row) + "\n" for row in [TABLE] + rows)
    for n in range(0, len(shows), BATCH):
        with open(os.path.join(args.out, f"batch-{n // BATCH + 1}.txt"), "w", encoding="utf8") as file:
            file.write("\n".join(shows[n:n + BATCH]))
    print(len(rows), "pairs,", sum(row[2] == "polnear-dev" for row in rows), "of them dev", file=sys.stderr)


def compile_labels(args):
    with open(args.pairs, encoding="utf8") as file:
        table = {row[0]: row for row in (line.rstrip("\n").split("\t") for line in list(file)[1:])}
    labels, wrong = {}, []
    for path in args.labels:
        with open(path, encoding="utf8") as file:
            for number, line in enumerate(file, 1):
                field = line.split()
                if field and (len(field) != 2 or field[0] not in table or field[1] not in CLASSES or field[0] in labels):
                    wrong.append(f"{path}:{number}: {line.strip()}: not the id of a pair and a class, once")
                elif field:
                    labels[field[0]] = field[1]
    missing = [i for i in table if i not in labels]
    if missing and not args.partial:
        wrong.append(f"{len(missing)} pairs without a label, the first {missing[0]}; --partial leaves them out")
    if wrong:
        sys.exit("\n".join(wrong))
    rows = sorted(tuple(table[i][2:]) + (label,) for i, label in labels.items())
    with open(args.out, "w", encoding="utf8") as file:
        file.writelines("\t".join(row) + "\n" for row in [COLUMNS] + rows)
    count = collections.Counter((row[0], row[-1]) for row in rows)
    for part in ("polnear-train", "polnear-dev"):
        print(part, ", ".join(f"{count[part, kind]} {kind}" for kind in CLASSES))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("choose", help="draw pairs and show them")
    one.add_argument("--records", required=True)
    one.add_argument("--gold", default=os.path.join(articles.SHARED, "corpora", "claims", "gold.tsv"))
    one.add_argument("--out", required=True)
    one.set_defaults(run=choose)
    one = commands.add_parser("compile", help="labels to a table of offsets")
    one.add_argument("--pairs", required=True)
    one.add_argument("labels", nargs="+")
    one.add_argument("--partial", action="store_true", help="leave out the pairs without a label")
    one.add_argument("--out", default=os.path.join(articles.HERE, "pairs.tsv"))
    one.set_defaults(run=compile_labels)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
