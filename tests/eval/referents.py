"""Who is who in 60 articles of the corpus (data/corpus/referents): chosen, shown, read, compared, settled, laid over their texts.

  referents.py choose                   prints referents.tsv: 44 articles to learn from, 8 to tune on, 8 aside, in six batches
  referents.py batch N                  the names of a batch
  referents.py show NAME...             the names given for an article, and its sentences
  referents.py compile FILE...|DIR      what is wrong with a reading (the form: referents_form.py), what is left out, what it says
       [--to DIR]                       writes DIR/NAME.json: offsets and labels
  referents.py compare A B [--each]     two folders of readings: agreement in total and by article
  referents.py differences A B DIR      DIR/NAME.diff: each place where two readings differ, with a line to settle it
  referents.py settle A B DIR OUT       applies the settled .diff files: OUT/NAME.json
  referents.py against DIR              where a folder of readings or settled records says another than the settled attributions' who, to and via
  referents.py lay OUT [--records DIR] [--texts DIR] [--part learn|tune|aside]
                                        lays the labels over the texts: OUT/NAME.json; tells which are missing
  referents.py score [PART...]          what the program says now (SAYSO_PROGRAM, SAYSO_MODEL_FILE) of learn and tune: of its mentions that are the
       [--errors]                       gold's, those with the gold's name; of the gold's with a name, those found with it. aside once a release
"""
import argparse
import csv
import json
import os
import sys
from collections import Counter

import referents_agree
from articles import digest, listed as gold_listed, overlap
from corpus_agree import fold
from corpus_text import RECORDS, Wrong, layout, listed, place_of, text
from referents_form import KINDS, PRONOUNS, compiled
from score import MODEL, PROGRAM, read

DATA = os.path.join(RECORDS, "..")
SHARES = {"learn": 44, "tune": 8, "aside": 8}
BATCHES = 6


def choose():
    """Of each part the articles with the lowest hashes, without the thirty that came later; the longest are dealt to the batches first, there and back."""
    rows, names = {name: row for name, row in listed().items() if name not in gold_listed()}, []
    for part, share in SHARES.items():
        names += sorted((name for name in rows if rows[name]["part"] == part), key=lambda name: digest("referents " + name))[:share]
    names.sort(key=lambda name: (-int(rows[name]["words"]), name))
    deal = [*range(1, BATCHES + 1), *range(BATCHES, 0, -1)]
    batch = {name: deal[n % len(deal)] for n, name in enumerate(names)}
    print("name", "part", "words", "batch", sep="\t")
    for name in sorted(names):
        print(name, rows[name]["part"], rows[name]["words"], batch[name], sep="\t")


def chosen():
    with open(os.path.join(DATA, "referents.tsv"), encoding="utf8") as file:
        return {row["name"]: row for row in csv.DictReader(file, delimiter="\t")}


def given(name):
    """The persons and bodies of an article's settled record."""
    with open(os.path.join(RECORDS, name + ".json"), encoding="utf8") as file:
        entities = json.load(file)["entities"]
    return [{"id": one["id"], "name": one["name"], "type": one["type"]} for one in entities if one["type"] in KINDS]


def show(name):
    body, row = text(name), listed()[name]
    print(f"=== {name}   published {row['published']}; {row['words']} words\n")
    for one in given(name):
        print(f"{one['id']} = {referents_agree.line_of(body, one)}")
    for p, (_, _, sentences) in enumerate(layout(body), 1):
        print()
        for s, (begin, end) in enumerate(sentences, 1):
            print(f"@{p}.{s} {body[begin:end].strip()}")
    print()


def told(body, record):
    """What a reading says: a line for each one with all his mentions, and the ones mentioned once."""
    for one in record["entities"]:
        mine = [m for m in record["mentions"] if one["id"] in m.get("entities", [])]
        print(f"  {one['id']} = {referents_agree.line_of(body, one)}: "
              + ", ".join(f"{body[slice(*m['span'])]} @{place_of(body, m['span'][0])}" + (" (with others)" if len(m["entities"]) > 1 else "") for m in mine))
    for kind in (*KINDS, None):
        mine = [m for m in record["mentions"] if "entities" not in m and m.get("type") == kind]
        if mine:
            print(f"  {kind or '?'}, once: " + ", ".join(f"{body[slice(*m['span'])]} @{place_of(body, m['span'][0])}" for m in mine))


def compile_files(paths, out):
    wrong = 0
    for path in paths:
        for file in sorted(os.path.join(path, x) for x in os.listdir(path) if x.endswith(".txt")) if os.path.isdir(path) else [path]:
            name = os.path.basename(file).removesuffix(".txt")
            body, row = text(name), listed()[name]
            with open(file, encoding="utf8") as written:
                record, faults, looks = compiled(name, body, row, given(name), written.read())
            print(f"== {name}: {len(record['mentions'])} mentions of {len(record['entities'])} and "
                  f"{sum('entities' not in one for one in record['mentions'])} mentioned once; {len(faults)} complaints")
            for fault in faults:
                print("  ✗ " + fault)
            for look in looks:
                print("  ? " + look)
            wrong += len(faults)
            if out and not faults:
                os.makedirs(out, exist_ok=True)
                referents_agree.save(os.path.join(out, name + ".json"), record)
            if not os.path.isdir(path) and not faults and not out:
                told(body, record)
    return 1 if wrong else 0


def against(folder):
    """Of the sources, addressees and outlets of the settled attributions that have a name: whether the mention there has it too."""
    same = parties = 0
    for name, record in referents_agree.readings(folder, given).items():
        body = text(name)
        with open(os.path.join(RECORDS, name + ".json"), encoding="utf8") as file:
            settled = json.load(file)
        people = {one["id"] for one in settled["entities"] if one["type"] in KINDS}
        for one in settled["attributions"]:
            for key in ("source", "to", "via"):
                ids = sorted(i for i in one.get(key, {}).get("entities", [one.get(key, {}).get("entity")]) if i in people)
                if not ids:
                    continue
                span = one[key]["span"]
                best = max(record["mentions"], key=lambda m: overlap([m["span"]], [span]), default=None)
                inside = sorted({i for m in record["mentions"] if span[0] <= m["span"][0] and m["span"][1] <= span[1] for i in m.get("entities", [])})
                parties += 1
                if best and overlap([best["span"]], [span]) and best.get("entities") == ids or len(ids) > 1 and set(ids) <= set(inside):
                    same += 1
                    continue
                there = best and overlap([best["span"]], [span])
                print(f"{name} @{place_of(body, span[0])} {key} “{body[slice(*span)]}”: {'+'.join(map(str, ids))} in the attribution, "
                      + (f"“{body[slice(*best['span'])]}” = {'+'.join(map(str, best.get('entities', [best.get('type', '?')])))}" if there else "no mention"))
    print(f"{same} of {parties} the same: {100 * same / max(1, parties):.1f} %")


def laid(record, body):
    """The record with its text and the words of each span."""
    out = json.loads(json.dumps(record)) | {"text": body}
    for one in out["entities"]:
        one["text"] = body[slice(*one.get("name", one.get("words")))]
    for one in out["mentions"]:
        one["text"] = body[slice(*one["span"])]
    return out


def lay(out, records, folder, part):
    os.makedirs(out, exist_ok=True)
    done, missing = 0, []
    for name, row in chosen().items():
        if part and row["part"] != part:
            continue
        try:
            with open(os.path.join(records, name + ".json"), encoding="utf8") as file:
                record = laid(json.load(file), text(name, folder))
        except FileNotFoundError:
            missing.append(f"{name}: no record in {records}")
            continue
        except Wrong as wrong:
            missing.append(str(wrong))
            continue
        with open(os.path.join(out, name + ".json"), "w", encoding="utf8") as file:
            json.dump(record, file, ensure_ascii=False, indent=1)
        done += 1
    print(f"{done} articles laid over their texts, {len(missing)} missing")
    for one in missing:
        print("  " + one)


def sort_of(words, name):
    """A mention's sort: a pronoun, one that has a word of its name, or another noun phrase."""
    if words.lower() in PRONOUNS:
        return "pronouns"
    return "names" if set(fold(words).split()) & set(fold(name).split()) else "noun phrases"


def sides(body, gold, entities):
    """(span, the gold's names, the program's name or None, whether the gold has a mention there) of each mention of either. Peoples have no name in the gold."""
    names = {one["id"]: body[slice(*one["name"])] for one in gold["entities"] if "name" in one}
    ours = [{"span": span, "name": one["name"]} for one in entities if one.get("type") != "people" for span in one.get("mentions", [])]
    for i, k in referents_agree.pairs_of(gold, {"mentions": ours}):
        there = gold["mentions"][i] if i is not None else ours[k]
        yield there["span"], [names[x] for x in there.get("entities", []) if x in names], ours[k]["name"] if k is not None else None, i is not None


def score(parts, errors):
    """Mentions are the same where their spans are, or else where they overlap by a third of both or more; a mention of several is right with one of them."""
    if not PROGRAM or not MODEL:
        raise Wrong("SAYSO_PROGRAM and SAYSO_MODEL_FILE must name the program and its model file")
    rows = {name: row for name, row in chosen().items() if row["part"] in parts}
    records, counts = read({name: (listed()[name]["published"], text(name)) for name in rows}), {}
    for name, gold in referents_agree.readings(os.path.join(DATA, "referents"), given).items():
        body = text(name)
        for span, their, our, there in sides(body, gold, records[name].get("entities", [])) if name in rows else ():
            words = body[slice(*span)]
            right = bool(our) and fold(our) in map(fold, their)
            for sort in (rows[name]["part"], sort_of(words, (their or [our or ""])[0])):
                n = counts.setdefault(sort, Counter())
                n.update(right=right, both=bool(our and there), gold=bool(their), alone=bool(our and not there))
            if errors and there and not right and (their or our):
                print(f"{name} @{place_of(body, span[0])} “{words[:50]}”: {' + '.join(their) or '-'} ≠ {our or '-'}")
    print(f"{'':14} {'right':>6} {'gold':>6} {'program':>8} {'P':>6} {'R':>6} {'F1':>6}  the program alone")
    for sort, n in counts.items():
        p, r = 100 * n["right"] / max(1, n["both"]), 100 * n["right"] / max(1, n["gold"])
        print(f"{sort:14} {n['right']:6} {n['gold']:6} {n['both']:8} {p:6.1f} {r:6.1f} {2 * p * r / (p + r) if p + r else 0:6.1f}  {n['alone']:6}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)
    for name, arguments in {"choose": "", "batch": "number", "show": "names+", "compile": "paths+", "compare": "a b", "differences": "a b folder",
                            "settle": "a b folder out", "against": "folder", "lay": "out", "score": ""}.items():
        one = sub.add_parser(name)
        for argument in arguments.split():
            one.add_argument(argument.rstrip("+"), **({"nargs": "+"} if argument.endswith("+") else {}))
    sub.choices["compare"].add_argument("--each", action="store_true")
    sub.choices["compile"].add_argument("--to")
    sub.choices["score"].add_argument("part", nargs="*", default=["learn", "tune"])
    sub.choices["score"].add_argument("--errors", action="store_true")
    for option, default in {"records": os.path.join(DATA, "referents"), "texts": None, "part": None}.items():
        sub.choices["lay"].add_argument("--" + option, default=default)
    o = parser.parse_args()
    try:
        if o.command == "choose":
            choose()
        elif o.command == "batch":
            print(*(name for name, row in chosen().items() if row["batch"] == o.number), sep="\n")
        elif o.command == "show":
            for name in o.names:
                show(name)
        elif o.command == "compile":
            sys.exit(compile_files(o.paths, o.to))
        elif o.command == "compare":
            referents_agree.compare(o.a, o.b, o.each, given)
        elif o.command == "differences":
            referents_agree.differences(o.a, o.b, o.folder, given)
        elif o.command == "settle":
            sys.exit(referents_agree.settle(o.a, o.b, o.folder, o.out, given))
        elif o.command == "against":
            against(o.folder)
        elif o.command == "score":
            score(o.part, o.errors)
        else:
            lay(o.out, o.records, o.texts, o.part)
    except Wrong as wrong:
        sys.exit(str(wrong))


if __name__ == "__main__":
    main()
