"""The corpus of whole records (data/corpus): chosen, shown, read, compared, settled, laid over its texts.

  corpus.py choose                      prints articles.tsv, by a fixed rule and seed
  corpus.py texts DIR [--dated]         writes the texts to DIR/NAME.txt; --dated: under a line with the day, for `sayso read`
  corpus.py show NAME... [--bare]       the text, its paragraphs and sentences numbered, and PolNeAR's spans as a help
  corpus.py compile FILE...|DIR         what is wrong with a reading (the form: corpus_form.py), and what it says
       [--to DIR]                       writes DIR/NAME.json: offsets and labels
  corpus.py compare A B [--each]        two folders of readings: agreement by field, in total and by article
  corpus.py differences A B DIR         DIR/NAME.diff: each place where two readings differ, with a line to settle it
  corpus.py settle A B DIR OUT          applies the settled .diff files: OUT/NAME.json
  corpus.py lay OUT [--records DIR] [--texts DIR] [--part learn|tune|aside|more|fresh]
                                        lays the labels over the texts: OUT/NAME.json as `score.py gold` reads; tells which are missing
"""
import argparse
import csv
import datetime
import json
import os
import random
import re
import sys

import corpus_agree
from articles import POLNEAR, annotations, attributions, digest, listed as gold_listed, text_of, words
from corpus_form import compiled
from corpus_text import ONCE, RECORDS, Wrong, layout, listed, place_of, quotations, text, wikinews

OUTLETS = ("breitbart", "huff-post", "nyt", "politico", "usa-today", "wash-post", "west-journal")
SEED, POLNEAR_SHARE, WIKINEWS_SHARE = 11, 200, 100
POLNEAR_MORE, WIKINEWS_MORE = 130, 38  # read once, to learn from: part `more`
POLNEAR_FRESH = 20  # of PolNeAR's dev: with what Wikinews has left, read once, to measure by what nothing has learnt from: part `fresh`


# ---------------------------------------------------------------- choose
def kind_guess(title, body):
    """report, opinion or interview, as far as the words tell; the settled reading says it better."""
    turns = len(re.findall(r"^\(\(\w+\)\)|^(?:Q|A|[A-Z][A-Z .]{2,30})(?::|\.\s)|^[A-Z][\w.]+ [A-Z][\w.]+:", body, re.M))
    if turns >= 6 or "Wikinews interviews" in title:
        return "interview"
    quoted = {at for b, e in quotations(body) for at in range(b, e)}
    first = sum(m.start() not in quoted for m in re.finditer(r"\b(?:I|I'm|I’m|I've|I’ve|my|My|me)\b", body))
    return "opinion" if first >= 3 else "report"


def choose():
    with open(os.path.join(POLNEAR, "metadata.tsv"), encoding="utf8") as file:
        days = {row["filename"]: row["publication_date"] for row in csv.DictReader(file, delimiter="\t")}
    rng, gold, rows = random.Random(SEED), gold_listed(), []
    pools = {}
    for outlet in OUTLETS:
        pool = sorted(file[:-4] for file in os.listdir(os.path.join(POLNEAR, "train", "text")) if file.startswith(outlet + "_"))
        pool = [name for name in pool if name not in gold and 200 <= len(text_of("train", name).split()) <= 900]
        rng.shuffle(pool)
        pools[outlet] = pool
    chosen, wanted = [], POLNEAR_SHARE + POLNEAR_MORE
    while len(chosen) < wanted:
        for outlet in OUTLETS:
            if pools[outlet] and len(chosen) < wanted:
                chosen.append(pools[outlet].pop())
    chosen, more = chosen[:POLNEAR_SHARE], chosen[POLNEAR_SHARE:]
    rows = [(name, "polnear/train", text_of("train", name), days[name]) for name in sorted(chosen)]
    news = wikinews()
    long = [name for name in news if kind_guess(news[name]["title"], news[name]["text"]) == "interview"]
    short = sorted(name for name in news if name not in long and 200 <= len(news[name]["text"].split()) <= 900)
    rng.shuffle(short)
    rows += [(name, "wikinews/2019", news[name]["text"], news[name]["date"]) for name in sorted(long + short[:WIKINEWS_SHARE - len(long)])]
    order = sorted((name for name, *_ in rows), key=digest)
    part = {name: "aside" if n < 40 else "tune" if n < 80 else "learn" for n, name in enumerate(order)}
    print("name", "origin", "sha256", "words", "published", "part", "kind", sep="\t")
    more += short[WIKINEWS_SHARE - len(long):][:WIKINEWS_MORE]
    part |= {name: "more" for name in more}
    rest = sorted(name for pool in pools.values() for name in pool)  # what PolNeAR has left of this length: `more` too
    dev = sorted(file[:-4] for file in os.listdir(os.path.join(POLNEAR, "dev", "text")))
    dev = rng.sample([name for name in dev if name not in gold and 200 <= len(text_of("dev", name).split()) <= 900], POLNEAR_FRESH)
    fresh = sorted(set(news) - set(part))
    part |= {name: "more" for name in rest} | {name: "fresh" for name in fresh + dev}
    more += rest + fresh
    rows += [(name, "wikinews/2019", news[name]["text"], news[name]["date"]) if name in news else
             (name, "polnear/train", text_of("train", name), days[name]) for name in sorted(more)]
    rows += [(name, "polnear/dev", text_of("dev", name), days[name]) for name in sorted(dev)]
    for name, row in gold.items():  # the thirty of tests/eval/articles.tsv: what is aside there is aside here, what PolNeAR has in dev is never learnt from
        rows.append((name, "polnear/" + row["split"], text_of(row["split"], name), row["published"]))
        part[name] = "aside" if row["part"] == "aside" else "tune" if row["split"] == "dev" else "learn"
    for name, origin, body, day in rows:
        print(name, origin, digest(body), len(body.split()), day, part[name], kind_guess(news[name]["title"] if name in news else "", body), sep="\t")


def texts(folder, dated):
    os.makedirs(folder, exist_ok=True)
    for name, row in listed().items():
        with open(os.path.join(folder, name + ".txt"), "w", encoding="utf8", newline="") as file:
            file.write((f" date {row['published']} " if dated else "") + text(name))


# ---------------------------------------------------------------- show
def show(name, bare):
    body, row = text(name), listed()[name]
    day = datetime.date.fromisoformat(row["published"])
    print(f"=== {name}   published {day} ({day:%A}, {day:%G-W%V}); {row['words']} words\n")
    for p, (_, _, sentences) in enumerate(layout(body), 1):
        print(f"[{p}] " + " ".join(f"({s}) {body[b:e].strip()}" for s, (b, e) in enumerate(sentences, 1)) + "\n")
    split = row["origin"].split("/")[1]
    if row["origin"].startswith("polnear") and not bare and annotations(split, name):
        print("--- PolNeAR's annotators marked these (source | cue | content). A help and no law: they left some out, marked some that")
        print("    are none by our guidelines, and marked no inner ones; the guidelines win.\n")
        for one in attributions(split, name):
            print(f"@{place_of(body, one['cue'][0][0])}  " + " | ".join(words(body, one[part]) or "-" for part in ("source", "cue", "content")))
        print()


# ---------------------------------------------------------------- compile
def compile_files(paths, out):
    wrong = 0
    for path in paths:
        for file in sorted(os.path.join(path, x) for x in os.listdir(path) if x.endswith(".txt")) if os.path.isdir(path) else [path]:
            name = os.path.basename(file).removesuffix(".txt")
            body, row = text(name), listed()[name]
            with open(file, encoding="utf8") as written:
                record, faults, notes = compiled(name, body, row, written.read())
            print(f"== {name}: {len(record['attributions'])} attributions, {sum('within' in x for x in record['attributions'])} inside others; "
                  f"{len(faults)} complaints")
            for fault in faults:
                print("  ✗ " + fault)
            for note in notes:
                print("  ? " + note)
            wrong += len(faults)
            if out and not faults:
                os.makedirs(out, exist_ok=True)
                corpus_agree.write_json(os.path.join(out, name + ".json"), record)
            if not os.path.isdir(path) and not faults and not out:
                for one in record["attributions"]:
                    print("  " + corpus_agree.told(body, record, one))
    return 1 if wrong else 0


# ---------------------------------------------------------------- lay
def laid(record, body):
    """The record with its text and the words of each span, and each party's name as `score.py gold` looks for it."""
    names = {one["id"]: body[slice(*one["name"])] for one in record["entities"]}
    out = json.loads(json.dumps(record)) | {"text": body}
    for one in out["entities"]:
        one["name"] = names[one["id"]]
    for one in out["attributions"]:
        for part in [one[key] for key in ("source", "cue", "to", "via", "when", "anonymity") if key in one] + one["content"]:
            part["text"] = body[slice(*part["span"])]
        for key in ("source", "to", "via"):
            if key in one:
                party = one[key]
                ids = party.get("entities", [])
                named = [names[i] for i in ids] if ids and key == "source" else names.get((ids or [party.get("entity")])[0])
                party["who"] = named or (None if key == "source" else re.sub(r"^(?:the|a|an) ", "", party["text"], flags=re.I))
    return out


def lay(out, records, folder, part):
    os.makedirs(out, exist_ok=True)
    done, missing = 0, []
    for name, row in listed().items():
        if part and row["part"] != part:
            continue
        path = os.path.join(records or (ONCE if row["part"] in ("more", "fresh") else RECORDS), name + ".json")
        try:
            with open(path, encoding="utf8") as file:
                record = laid(json.load(file), text(name, folder))
        except FileNotFoundError:
            missing.append(f"{name}: no record {path}")
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)
    for name, arguments in {"choose": "", "texts": "folder", "show": "names+", "compile": "paths+", "compare": "a b", "differences": "a b folder",
                            "settle": "a b folder out", "lay": "out"}.items():
        one = sub.add_parser(name)
        for argument in arguments.split():
            one.add_argument(argument.rstrip("+"), **({"nargs": "+"} if argument.endswith("+") else {}))
        for option in {"texts": ["dated"], "show": ["bare"], "compare": ["each"]}.get(name, []):
            one.add_argument("--" + option, action="store_true")
        for option in {"compile": ["to"], "lay": ["records", "texts", "part"]}.get(name, []):
            one.add_argument("--" + option, default=None)
    o = parser.parse_args()
    try:
        if o.command == "choose":
            choose()
        elif o.command == "texts":
            texts(o.folder, o.dated)
        elif o.command == "show":
            for name in o.names:
                show(name, o.bare)
        elif o.command == "compile":
            sys.exit(compile_files(o.paths, o.to))
        elif o.command == "compare":
            corpus_agree.compare(o.a, o.b, o.each)
        elif o.command == "differences":
            corpus_agree.differences(o.a, o.b, o.folder)
        elif o.command == "settle":
            sys.exit(corpus_agree.settle(o.a, o.b, o.folder, o.out))
        else:
            lay(o.out, o.records, o.texts, o.part)
    except Wrong as wrong:
        sys.exit(str(wrong))


if __name__ == "__main__":
    main()
