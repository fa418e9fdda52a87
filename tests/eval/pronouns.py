#!/usr/bin/env python3
"""Person pronouns linked to the right name: precision and recall on GUM.

    tests/eval/pronouns.py PROGRAM GUM.conllu[.gz] [--show] [--document NAME]

Each document is given to `PROGRAM read --format json` as raw text, a line a paragraph. Gold is the chains of the MISC
column's `Entity=`.

Counted are the pronouns he, she, him, her, his, hers, himself, herself, and they, them, their, theirs, themselves where
the gold chain is of a person and of one only (its names are no coordination, and a singular pronoun stands in it too),
if the chain has a name: a mention of type person whose words hold a proper noun that is its head or flat below it.

  right      the program's entity for the pronoun has a mention that overlaps a name of the gold chain and no mention of
             its that is a name overlaps a name of another chain more often
  precision  right / pronouns of the kinds above that the program gave an entity and whose gold chain is of a person
             (one without a name, too: to link it to a name is wrong)
  recall     right / pronouns whose gold chain has a name
"""
import argparse
import collections
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile

SINGULAR = {"he", "she", "him", "her", "his", "hers", "himself", "herself"}
PLURAL = {"they", "them", "their", "theirs", "themselves"}


class Document:
    def __init__(self, name):
        self.name, self.text, self.words, self.mentions = name, "", [], []


def read(path):
    """Documents with their words (form, tag, relation, begin, end, head word) and mentions (chain, type, first, end)."""
    documents, open_spans, first, columns = [], {}, 0, []
    multi_end, multi_space = 0, True
    opener = gzip.open if path.endswith(".gz") else open
    d, space = None, ""
    with opener(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                d = Document(line.split("=")[1].strip())
                documents.append(d)
                open_spans, space = collections.defaultdict(list), ""
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
                space = "\n" if d.text else ""
            elif not line:
                first = len(d.words)
            elif line[0].isdigit():
                columns = line.split("\t")
                misc = dict(m.split("=", 1) for m in columns[9].split("|") if "=" in m)
                if "." in columns[0]:
                    continue
                if "-" in columns[0]:
                    d.text += space
                    begin, end = len(d.text), len(d.text) + len(columns[1])
                    d.text += columns[1]
                    multi = (int(columns[0].split("-")[1]), begin, end)
                    multi_end, multi_space = multi[0], misc.get("SpaceAfter") != "No"
                    inside = begin
                    continue
                number = int(columns[0])
                if number <= multi_end:
                    b, e = inside, min(inside + len(columns[1]), multi[2])
                    inside = e
                    if number == multi_end:
                        e, multi_end = multi[2], 0
                        space = " " if multi_space else ""
                else:
                    d.text += space
                    b, e = len(d.text), len(d.text) + len(columns[1])
                    d.text += columns[1]
                    space = "" if misc.get("SpaceAfter") == "No" else " "
                head = first + int(columns[6]) - 1 if columns[6] != "0" else None
                d.words.append((columns[1], columns[3], columns[7], b, e, head))
                entity_marks(d, misc.get("Entity", ""), open_spans)
            if not line:
                multi_end = 0
    return documents


def entity_marks(d, marks, open_spans):
    at = len(d.words) - 1
    for opening, closing in re.findall(r"\(([^()]+)\)?|([^()]+)\)", marks):
        pass
    for m in re.finditer(r"\(([^()]*)|([^()]*)\)", marks):
        if m.group(1) is not None:
            fields = m.group(1).split("-")
            open_spans[fields[0]].append((at, fields[1]))
            if m.end() < len(marks) and marks[m.end()] == ")":
                continue
        else:
            key = m.group(2)
            if key == "":  # closes what was just opened in this word: "(4-person-…)"
                key = last_opened(marks, m.start())
            begin, kind = open_spans[key].pop()
            d.mentions.append((key, kind, begin, at + 1))


def last_opened(marks, end):
    return marks[marks.rindex("(", 0, end) + 1:end].split("-")[0]


def head_of(d, begin, end):
    for i in range(begin, end):
        h = d.words[i][5]
        if h is None or not begin <= h < end:
            return i
    return begin


def gold_names(d):
    """chain -> character spans of its names: the head and what is flat below it."""
    names, several = collections.defaultdict(list), set()
    for chain, kind, begin, end in d.mentions:
        if kind != "person":
            continue
        head = head_of(d, begin, end)
        if d.words[head][1] == "PROPN" and any(w[1] == "PROPN" and w[2] == "conj" and w[5] == head
                                               for w in d.words[begin:end]):
            several.add(chain)
            continue
        own = [i for i in range(begin, end) if d.words[i][1] == "PROPN" and
               (i == head or (d.words[i][5] == head and d.words[i][2] in ("flat", "compound")))]
        if d.words[head][1] == "PROPN" and own:
            names[chain].append((d.words[own[0]][3], d.words[own[-1]][4]))
    return {c: s for c, s in names.items() if c not in several}, several


def gold_pronouns(d, several):
    singular = {m[0] for m in d.mentions if m[3] == m[2] + 1 and d.words[m[2]][0].lower() in SINGULAR}
    for chain, kind, begin, end in sorted(d.mentions, key=lambda m: m[2]):
        form = d.words[begin][0].lower()
        if kind != "person" or end != begin + 1 or chain in several:
            continue
        if form in SINGULAR or (form in PLURAL and chain in singular):
            yield chain, begin, d.words[begin][3], d.words[begin][4]


def overlaps(a, b):
    return a[0] < b[1] and b[0] < a[1]


def analyse(program, text):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8") as f:
        f.write(text)
    try:
        out = subprocess.run([program, "read", "--format", "json", f.name], capture_output=True, check=True).stdout
    finally:
        os.unlink(f.name)
    return json.loads(out)


def chain_of_entity(entity, names, pronouns):
    """The gold chain whose names this entity's mentions overlap most."""
    votes = collections.Counter()
    for span in entity["mentions"]:
        if span in pronouns:
            continue
        for chain, spans in names.items():
            for s in spans:
                if overlaps(span, s):
                    votes[chain] += 1 / (span[1] - span[0])  # the tighter the mention, the surer
    return max(sorted(votes), key=lambda c: votes[c]) if votes else None


def score(program, documents, show):
    right = linked = total = 0
    for d in documents:
        names, several = gold_names(d)
        pronouns = list(gold_pronouns(d, several))
        if not pronouns:
            continue
        record = analyse(program, d.text)
        assert record["text"] == d.text
        where = {}
        spans = [[p[2], p[3]] for p in pronouns]
        entities = record.get("entities", [])
        for e in entities:
            for m in e["mentions"]:
                if m in spans:
                    where[tuple(m)] = e
        counts = [0, 0, 0]
        for chain, at, begin, end in pronouns:
            e = where.get((begin, end))
            named = chain in names
            good = e is not None and named and chain_of_entity(e, names, spans) == chain
            counts[0] += good
            counts[1] += e is not None
            counts[2] += named
            if show and not good and (e is not None or named):
                context = d.text[max(0, begin - 100):begin] + "[" + d.text[begin:end] + "]" + d.text[end:end + 40]
                print(f"{d.name}: {'WRONG ' + e['name'] if e else 'missed'} | gold "
                      f"{d.text[slice(*names[chain][0])] if named else 'unnamed'} | {context!r}")
        print(f"{d.name:32} right {counts[0]:3} linked {counts[1]:3} named {counts[2]:3}")
        right, linked, total = right + counts[0], linked + counts[1], total + counts[2]
    precision, recall = 100 * right / max(linked, 1), 100 * right / max(total, 1)
    print(f"person pronouns: right {right}, linked {linked}, named {total}: "
          f"precision {precision:.1f}, recall {recall:.1f}")
    return precision, recall


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("gold")
    parser.add_argument("--floors", nargs=2, type=float, metavar=("P", "R"), help="fail below these")
    parser.add_argument("--show", action="store_true", help="print every miss and every fault")
    parser.add_argument("--document", help="only documents whose name holds this")
    parser.add_argument("--genre", help="only documents of this genre")
    a = parser.parse_args()
    for path in (a.program, a.gold):
        if not os.path.exists(path):
            print("no", os.path.basename(path))
            sys.exit(77)
    documents = [d for d in read(a.gold) if (not a.document or a.document in d.name)
                 and (not a.genre or d.name.startswith("GUM_" + a.genre))]
    reached = score(a.program, documents, a.show)
    if a.floors and any(figure < floor for figure, floor in zip(reached, a.floors)):
        sys.exit(f"precision and recall fell below {a.floors}")


if __name__ == "__main__":
    main()
