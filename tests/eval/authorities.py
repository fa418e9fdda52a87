#!/usr/bin/env python3
"""Of pairs of statements that two readers found to say the same on two authorities, how many a ledger shows. Standard library only.

  authorities.py STATEMENTS.jsonl GOLD.tsv [--readers both|one|any] [--errors]

STATEMENTS.jsonl is what `sayso export --format statements` prints. GOLD.tsv has a line of names and the columns article_a, span_a,
article_b, span_b ("b-e;b-e" in code points of the article's text), and perhaps readers ("both", "one") and others. A gold span may be
a part of a longer statement: one is found where a statement's content has at least half of it."""
import argparse
import collections
import json

LEAST = 0.5


def spans_of(text):
    return [tuple(map(int, part.split("-"))) for part in text.split(";")]


def covered(content, spans):
    size = sum(e - b for b, e in spans)
    return sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in content for y in spans) / (size or 1)


def find(statements, article, spans):
    return [s for s in statements[article] if s.get("content") and covered(s["content"], spans) >= LEAST]


def probability(xs, ys):
    best = 0.0
    for p, q in ((xs, ys), (ys, xs)):
        claims = {s["claim"] for s in q if s.get("claim") is not None}
        best = max([best] + [pr for s in p for claim, pr in s.get("related") or [] if claim in claims])
    return best


def is_tallied(xs, ys):
    return any(y.get("claim") is not None and y["claim"] in (x.get("authorities") or [])
               for p, q in ((xs, ys), (ys, xs)) for x in p for y in q)


def judge(xs, ys):
    """What is shown of a pair: the names of the rows that count it."""
    out = {"pairs"}
    if xs and ys:
        out.add("both are statements")
    claims = [(x, y) for x in xs for y in ys if x.get("claim") is not None and y.get("claim") is not None]
    if claims:
        out.add("both are claims")
    if any(x.get("origin") and y.get("origin") for x, y in claims):
        out.add("both have a settled speaker")
    same = [(x, y) for x, y in claims if x["claim"] == y["claim"]]
    if any(x.get("origin") and y.get("origin") and x["origin"] != y["origin"] for x, y in same):
        out |= {"one claim, two origins", "shown"}
    if same or probability(xs, ys) >= 0.5:
        out.add("one claim, or related at 0.5")
    if is_tallied(xs, ys):
        out |= {"another authority", "shown"}
    return out


ROWS = ("pairs", "both are statements", "both are claims", "both have a settled speaker", "one claim, or related at 0.5",
        "one claim, two origins", "another authority", "shown")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements")
    parser.add_argument("gold")
    parser.add_argument("--readers", choices=("both", "one", "any"), default="any")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    statements = collections.defaultdict(list)
    for line in open(options.statements, encoding="utf8"):
        s = json.loads(line)
        statements[s["article"]].append(s)
    lines = [line.rstrip("\n").split("\t") for line in open(options.gold, encoding="utf8")]
    count = collections.Counter()
    for row in (dict(zip(lines[0], line)) for line in lines[1:]):
        if options.readers != "any" and row.get("readers", options.readers) != options.readers:
            continue
        xs, ys = (find(statements, row["article_" + x], spans_of(row["span_" + x])) for x in "ab")
        shown = judge(xs, ys)
        count.update(shown)
        if options.errors and "shown" not in shown:
            print(row["article_a"], row["span_a"], row["article_b"], row["span_b"], f"{probability(xs, ys):.2f}", *sorted(shown))
    for name in ROWS:
        print(f"{name:32}{count[name]:5}{100 * count[name] / (count['pairs'] or 1):7.1f} %")


if __name__ == "__main__":
    main()
