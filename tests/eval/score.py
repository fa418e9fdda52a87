"""How right the fields of the record are, of the attributions that were found, against the gold of this folder: thirty
articles of PolNeAR whose texts lie beside the checkout, in ../shared; where they are not, this is skipped.

  score.py              the articles to work with; fails below FLOORS
  score.py --aside      and the ten kept aside
  score.py --errors     and each mistake, with the article's words

An attribution is found as in score.py polnear: the sources touch or both are absent, and the contents' Jaccard index is at
least one half. A field on which neither gold nor program says anything is right. `who` is right where the entity's mention
that fits the gold name best is of that entity; "who by name" wants the same name, letter by letter, as score.py gold does.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter

from articles import HERE, POLNEAR, digest, listed, overlap, text_of, words

PROGRAM, MODEL = (os.environ.get(name, "") for name in ("SAYSO_PROGRAM", "SAYSO_MODEL_FILE"))
FIELDS = ("who", "kind", "act", "to", "via", "when", "anonymity", "within")
FLOOR = {"who": 85, "kind": 92, "act": 85, "to": 85, "via": 85, "when": 90}  # in percent of the attributions found
FLOORS = {"work": FLOOR, "aside": FLOOR}


def gold_of(names):
    out = {}
    for name in names:
        with open(os.path.join(HERE, "gold", name + ".json"), encoding="utf8") as file:
            out[name] = json.load(file)
    return out


def read(texts):
    """{name: the program's record}; each text under a line with its day, of which nothing enters the record's text."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, (day, text) in texts.items():
            paths.append(os.path.join(folder, name + ".txt"))
            with open(paths[-1], "w", encoding="utf8", newline="") as file:
                file.write(f" date {day} {text}")
        done = subprocess.run([PROGRAM, "read", "--quiet", "--model", MODEL, "--format", "jsonl", *paths],
                              capture_output=True)
    if done.returncode:
        sys.exit(f"sayso read: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    records = {record["article"]["id"]: record for record in map(json.loads, done.stdout.decode().splitlines())}
    for name, (day, text) in texts.items():
        if records[name]["text"] != text or records[name]["article"].get("published") != day:
            sys.exit(f"{name}: the record's text or day is not the article's")
    return records


def spans(part):
    """The pieces of a part of the program's record."""
    return [one["span"] for one in (part if isinstance(part, list) else [part] if part else [])]


def pairs_of(gold, found):
    """[(gold attribution, the program's)] of those found, the best agreeing contents first."""
    rated = []
    for i, one in enumerate(gold):
        for k, other in enumerate(found):
            source = spans(other.get("source"))
            touch = overlap(one["source"], source) > 0 if one["source"] or source else True
            content = overlap(one["content"], spans(other.get("content")))
            if touch and content >= 0.5:
                rated.append((-content, -overlap(one["cue"], spans(other.get("cue"))), i, k))
    out, used_gold, used = {}, set(), set()
    for _, _, i, k in sorted(rated):
        if i not in used_gold and k not in used:
            used_gold.add(i)
            used.add(k)
            out[i] = k
    return [(gold[i], found[k]) for i, k in sorted(out.items())]


def plain(name):
    return re.sub(r"^(the|u\.?s\.?) ", "", re.sub(r"[^\w ]", "", name.casefold()).strip())


class Reading:
    """One article's record, asked who its entities are."""

    def __init__(self, record):
        self.text = record["text"]
        self.entities = {one["id"]: one for one in record.get("entities", [])}

    def name(self, number):
        return self.entities.get(number, {}).get("name")

    def bears(self, number, span):
        """Whether this entity has the mention that fits the span best."""
        best = {one: max((overlap([mention], [span]) for mention in entity.get("mentions", [])), default=0)
                for one, entity in self.entities.items()}
        return number in best and best[number] > 0 and best[number] == max(best.values())

    def same_name(self, number, span):
        return plain(self.name(number) or "") == plain(self.text[slice(*span)])

    def is_party(self, gold, found):
        """Whether an addressee or outlet is the gold's: its words, its entity or its name."""
        ends = [gold[key] for key in ("span", "who") if key in gold]
        number = found.get("entity")
        return (overlap([found["span"]], [gold["span"]]) > 0 or
                any(self.bears(number, end) or self.same_name(number, end) for end in ends) or
                any(plain(self.text[slice(*found["span"])]) == plain(self.text[slice(*end)]) for end in ends))


def judged(reading, gold, found, ids):
    """{field: (right, gold says something, the program does)} of one found attribution."""
    source = found.get("source") or {}
    number = source.get("entity") if reading.name(source.get("entity")) else None
    who = gold["who"]
    out = {"who": (reading.bears(number, who) or reading.same_name(number, who) if who and number is not None
                   else not who and number is None, who, number is not None)}
    out["who by name"] = (bool(who) and number is not None and reading.same_name(number, who), who, number is not None)
    out["kind"] = gold["kind"] == source.get("kind"), gold["kind"], source.get("kind")
    out["act"] = gold["act"] == found.get("act"), gold["act"], found.get("act")
    for field in ("to", "via"):
        a, b = gold.get(field), found.get(field)
        out[field] = reading.is_party(a, b) if a and b else not a and not b, a, b
    a, b = (gold.get("when") or {}).get("date"), (found.get("when") or {}).get("date")
    out["when"] = a == b, a, b
    a, b = gold.get("anonymity"), found.get("anonymity")
    out["anonymity"] = overlap([a["span"]], [b["span"]]) > 0 if a and b else not a and not b, a, b
    a, b = ids.get(gold.get("within"), -1 if gold.get("within") else None), found.get("within")
    out["within"] = a == b, a, b
    return out


def shown(reading, field, gold, found):
    """What the gold and what the program says of a field."""
    def text(x):
        return "-" if x is None else reading.text[slice(*x)] if isinstance(x, list) else str(x)
    if field in ("who", "who by name"):
        source = found.get("source") or {}
        return text(gold["who"]), reading.name(source.get("entity")) or "-"
    if field == "kind":
        return text(gold["kind"]), text((found.get("source") or {}).get("kind"))
    if field in ("act", "within"):
        return text(gold.get(field)), text(found.get(field))
    sides = [x.get(field) or {} for x in (gold, found)]
    return tuple(text(side.get("date")) + " " * bool(side) + text(side.get("span")) if field == "when" else text(side.get("span"))
                 for side in sides)


def told(reading, name, gold, found, verdicts):
    for field, (right, *_) in verdicts.items():
        if not right and field != "who by name":
            parts = " | ".join(words(reading.text, gold[role])[:100] or "-" for role in ("source", "cue", "content"))
            print(f"{name} {gold['cue'][0]} {field}: {' ≠ '.join(shown(reading, field, gold, found))}    {parts}")


class Table:
    def __init__(self):
        self.all, self.found, self.added, self.added_found, self.n = 0, 0, 0, 0, {}

    def take(self, gold, pairs):
        self.all += len(gold)
        self.found += len(pairs)
        self.added += sum(one.get("added", False) for one in gold)
        self.added_found += sum(one.get("added", False) for one, _ in pairs)

    def add(self, verdicts):
        for field, (right, gold, found) in verdicts.items():
            n = self.n.setdefault(field, Counter())
            n.update(right=bool(right), gold=bool(gold), found=bool(found), both=bool(right and gold), all=1)

    def percent(self, field):
        n = self.n.get(field, Counter())
        return 100 * (n["both"] / max(1, n["gold"]) if field == "who by name" else n["right"] / max(1, n["all"]))

    def print(self, part, articles):
        print(f"{part}: {articles} articles, {self.all} attributions, {self.found} found; of the {self.added} that PolNeAR "
              f"has not {self.added_found} found")
        print(f"{'':12} {'right %':>8} {'gold has':>9} {'program':>8} {'P':>6} {'R':>6} {'F1':>6}")
        for field in ("who", "who by name", *FIELDS[1:]):
            n = self.n.get(field, Counter())
            p, r = 100 * n["both"] / max(1, n["found"]), 100 * n["both"] / max(1, n["gold"])
            rest = f" {p:6.1f} {r:6.1f} {2 * p * r / (p + r) if p + r else 0:6.1f}" if field not in ("kind", "act") else ""
            print(f"{field:12} {self.percent(field):8.1f} {n['gold']:9} {n['found']:8}{rest}")
        print()


def scored(part, gold, records, errors):
    table = Table()
    for name, article in gold.items():
        record, attributions = records[name], article["attributions"]
        if digest(record["text"]) != article["article"]["sha256"]:
            sys.exit(f"{name}: not the text that was annotated")
        reading, pairs = Reading(record), pairs_of(attributions, record.get("attributions", []))
        ids = {one["id"]: other["id"] for one, other in pairs}
        table.take(attributions, pairs)
        for one, other in pairs:
            verdicts = judged(reading, one, other, ids)
            table.add(verdicts)
            if errors:
                told(reading, name, one, other, verdicts)
    table.print(part, len(gold))
    return [f"{part}: {field} {table.percent(field):.1f} is below {floor}" for field, floor in FLOORS[part].items()
            if table.percent(field) < floor]


def main():
    for path, what in ((POLNEAR, "../shared"), (PROGRAM, "program"), (MODEL, "model file")):
        if not os.path.exists(path):
            print("no", what)
            sys.exit(77)
    rows, low = listed(), []
    for part in ("work", "aside") if "--aside" in sys.argv else ("work",):
        gold = gold_of(name for name, row in rows.items() if row["part"] == part)
        records = read({name: (rows[name]["published"], text_of(rows[name]["split"], name)) for name in gold})
        low += scored(part, gold, records, "--errors" in sys.argv)
    if low:
        sys.exit("\n".join(low))


if __name__ == "__main__":
    main()
