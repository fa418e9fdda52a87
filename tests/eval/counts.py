"""Shares that `sayso stats --by` prints, beside those of the labels of data/corpus (docs/counting.md): how far a published
figure may be off. Only what is its article's own is counted, as stats does without --all.

  corpus.py lay OUT --part learn; counts.py OUT SAYSO      the model as SAYSO_MODEL has it
"""
import collections
import glob
import json
import os
import subprocess
import sys
import tempfile


def kind(a, entities):
    return (a.get("source") or {}).get("kind") or "no source"


def form(a, entities):
    return a["form"]


def act(a, entities):
    return a["act"] + (", negated" if a.get("negated") else "")


def named(a, entities):
    of = kind(a, entities)
    if of == "unnamed":
        return "unnamed, with a reason" if a.get("anonymity") else "unnamed"
    return of if of in ("group", "no source") else "named"


def gender(a, entities):
    of = kind(a, entities)
    if of != "person":
        return "not told" if of in ("unnamed", "no source") else "not a person"
    source = a["source"]
    who = source.get("entity") or (source.get("entities") or [None])[0]
    told = entities.get(who, {}).get("gender") or {}
    return told.get("value", "not told")


def main(folder, sayso):
    gold = [json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob(os.path.join(folder, "*.json")))]
    with tempfile.TemporaryDirectory() as place:
        ledger, articles = os.path.join(place, "ledger"), os.path.join(place, "articles.jsonl")
        with open(articles, "w", encoding="utf-8") as out:
            for g in gold:
                known = {"id": g["article"]["id"], "published": g["article"].get("published"), "text": g["text"]}
                out.write(json.dumps(known) + "\n")
        subprocess.run([sayso, "add", "--quiet", "--ledger", ledger, articles], check=True)
        for trait in kind, form, act, named, gender:
            by = trait.__name__
            labels = collections.Counter(trait(a, {e["id"]: e for e in g.get("entities", [])})
                                         for g in gold for a in g["attributions"] if not a.get("within"))
            stats = json.loads(subprocess.run([sayso, "stats", "--ledger", ledger, "--by", by, "--format", "json"],
                                              stdout=subprocess.PIPE, check=True).stdout)
            found = {row[by]: row for row in stats["rows"]}
            print(f"{by}: {sum(labels.values())} labelled, {stats['statements']} found")
            for value, count in labels.most_common():
                row = found.get(value, {"share": 0, "share_low": 0, "share_high": 0})
                print(f"  {value:24} {100 * count / sum(labels.values()):5.1f}  {100 * row['share']:5.1f}"
                      f"  {100 * row['share_low']:.1f}-{100 * row['share_high']:.1f}")


main(*sys.argv[1:])
