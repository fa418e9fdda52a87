#!/usr/bin/env python3
"""Learns src/ledger/claim/likeness.inc and rarity.inc. Python 3 standard library only; the same input, the same bytes.

  likeness.py flat RECORDS.jsonl... --out FLAT            records as train/likeness/flat.h reads them
  likeness.py rarity --tool TOOL FLAT...                  rarity.inc: how rare terms are
  likeness.py fit --tool TOOL --flat FLAT [--pairs FILE]  likeness.inc, and how well it does by cross-validation
  likeness.py check --tool TOOL --flat FLAT [--pairs FILE] [--set NAME] [--apart-from NAME]
                                                          how the table that TOOL was built with does
  likeness.py export --flat FLAT --candidates FILE        as shared/tools/claims.py reads statements, each a claim of its own

TOOL is train/likeness/likeness.c, built. Pairs are tests/eval/pairs.tsv's: offsets and classes. They were chosen to be hard; with
--candidates (what train/likeness/candidates.c prints), fit tells how probabilities hold on what the search brings up: each pair that is
among them stands for as many as were found at its probability."""
import argparse
import collections
import datetime
import json
import math
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
PAIRS = os.path.join(TREE, "tests", "eval", "pairs.tsv")
CLAIM = os.path.join(TREE, "src", "ledger", "claim")
KINDS = "unknown person unnamed group organization outlet document author".split()
ACTS = "state claim confirm deny decline dismiss accuse condemn praise warn promise urge ask suggest think".split()
FORMS = "indirect mixed direct".split()
SAME = ("same-quote", "same-utterance-paraphrased", "same-fact")


# ---- flat ----

def bytes_at(text):
    """code point -> byte"""
    out, at = [0], 0
    for c in text:
        at += len(c.encode("utf8"))
        out.append(at)
    return out


def actors_of(records):
    """{(article, entity): number}: a surname alone is its most frequent bearer; two given names are two."""
    full = collections.defaultdict(collections.Counter)
    for r in records:
        for e in r["entities"]:
            w = e["name"].replace(" Jr.", "").replace(" Sr.", "").lower().split()
            if e.get("type") == "person" and len(w) > 1:
                full[w[-1]][w[0]] += 1
    keys, out = {}, {}
    for r in records:
        for e in r["entities"]:
            w = e["name"].replace(" Jr.", "").replace(" Sr.", "").lower().split()
            if e.get("type") == "person" and w:
                given = w[0] if len(w) > 1 else full[w[-1]].most_common(1)[0][0] if full[w[-1]] else ""
                key = (w[-1], given)
            else:
                key = (" ".join(x for x in w if x != "the"),)
            out[r["article"]["id"], e["id"]] = keys.setdefault(key, len(keys) + 1)
    return out


def flat(args):
    records = [json.loads(line) for path in args.records for line in open(path, encoding="utf8")]
    actors = actors_of(records)
    with open(args.out, "wb") as file:
        for r in records:
            at, article = bytes_at(r["text"]), r["article"]
            day = (datetime.date.fromisoformat(article["published"]) - datetime.date(1970, 1, 1)).days
            text = r["text"].encode("utf8")
            file.write(f"A {day} {len(text)} {article['id']}\n".encode() + text + b"\n")
            for e in r["entities"]:
                spans = " ".join(f"{at[b]} {at[x]}" for b, x in e["mentions"])
                kind = {"person": 1}.get(e.get("type"), 2)
                file.write(f"E {kind} {len(e['mentions'])} {spans}\t{e['name']}\n".encode())
            for a in r["attributions"]:
                source = a.get("source", {})
                entity = source.get("entity") or (source.get("entities") or [0])[0]
                spans = " ".join(f"{at[b]} {at[e]}" for b, e in (c["span"] for c in a["content"]))
                fields = (entity, KINDS.index(source.get("kind", "unknown")), FORM[a.get("form", "indirect")],
                          ACTS.index(a.get("act", "state")), int(a.get("negated", False)),
                          actors.get((article["id"], entity), 0), int(a.get("clause", True)))
                file.write(("S " + " ".join(map(str, fields)) + " " + spans + "\n").encode())


# ---- rarity ----

def rarity(args):
    count, all_ = collections.Counter(), 0
    for path in args.flat:
        for line in subprocess.run([args.tool, path, "terms"], capture_output=True, text=True, check=True).stdout.splitlines():
            if line[0] == "#":
                all_ += int(line.split()[1])
            else:
                term, n = map(int, line.split())
                count[term] += n
    rows = sorted((t, n) for t, n in count.items() if n >= args.least)
    unseen = math.log(all_ / 1.5)
    with open(os.path.join(CLAIM, "rarity.inc"), "w", encoding="utf8") as file:
        file.write(f"/* Made by train/likeness/likeness.py rarity: of {all_} statements of PolNeAR's train and of Wikinews 2019 (CC BY 2.5), the\n"
                   f" * {len(rows)} terms that {args.least} or more have: term.h's hash, log(statements / those that have it) in sixteenths.\n"
                   " * Ascending. */\n"
                   f"#define RARITY_OF_UNSEEN {unseen:.3f}f\n"
                   "/* clang-format off */\n"
                   "static const Rarity rarities[] = {\n")
        line = "   "
        for t, n in rows:
            item = f" {{{t}u, {round(16 * math.log(all_ / n))}}},"
            if len(line) + len(item) > 120:
                file.write(line + "\n")
                line = "   "
            line += item
        file.write(line + "\n};\n/* clang-format on */\n")
    print(len(rows), "terms of", all_, "statements")


# ---- pairs ----

class Statements:
    """The numbers of FLAT's statements by article and offsets, in code points."""
    def __init__(self, path):
        self.by_place, self.place, self.by_article = {}, [], collections.defaultdict(list)
        with open(path, "rb") as file:
            for line in file:
                if line[:1] == b"A":
                    _, _, size, label = line.decode().split(" ", 3)
                    label, text = label.strip(), file.read(int(size) + 1)
                    at, points = {}, 0
                    for i, byte in enumerate(text):
                        if byte & 0xC0 != 0x80:
                            at[i] = points
                            points += 1
                elif line[:1] == b"S":
                    spans = list(map(int, line.split()[8:]))
                    spans = tuple((at[b], at[e]) for b, e in zip(spans[::2], spans[1::2]))
                    self.by_place[label, tuple(sorted(spans))] = len(self.place)
                    self.by_article[label].append(len(self.place))
                    self.place.append((label, spans))

    def find(self, label, text):
        spans = tuple(sorted(tuple(map(int, s.split("-"))) for s in text.split(";")))
        exact = self.by_place.get((label, spans))
        if exact is not None:
            return exact
        best = max(((dice(spans, self.place[i][1]), -i) for i in self.by_article[label]), default=(0, 0))
        return -best[1] if best[0] >= 0.5 else None


def dice(a, b):
    size = sum(e - b for b, e in a) + sum(e - b for b, e in b)
    return 2 * sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b) / (size or 1)


Pair = collections.namedtuple("Pair", "i j part kind weight group x p")


def read_pairs(args):
    statements, rows = Statements(args.flat), []
    for line in list(open(args.pairs, encoding="utf8"))[1:]:
        field = line.rstrip("\n").split("\t")
        part, a, span_a, b, span_b, kind = field[:6]
        i, j = statements.find(a, span_a), statements.find(b, span_b)
        if i is None or j is None:
            print("not read:", line.strip(), file=sys.stderr)
            continue
        rows.append((i, j, part, kind, 1.0, (a, b)))
    out = subprocess.run([args.tool, args.flat, "features"], capture_output=True, text=True, check=True,
                         input="".join(f"{r[0]} {r[1]}\n" for r in rows)).stdout.splitlines()
    pairs = []
    for r, line in zip(rows, out):
        v = line.split("\t")
        if int(v[2]) and int(v[3]):
            pairs.append(Pair(*r, [float(x) for x in v[5:]], float(v[4])))
    print(len(pairs), "pairs of", len(rows), "with a gist each", file=sys.stderr)
    return pairs


# ---- logistic regression, by Newton's method ----

def solve(m, v):
    n = len(v)
    m = [row[:] + [v[i]] for i, row in enumerate(m)]
    for c in range(n):
        pivot = max(range(c, n), key=lambda r: abs(m[r][c]))
        m[c], m[pivot] = m[pivot], m[c]
        for r in range(c + 1, n):
            k = m[r][c] / m[c][c]
            if k:
                for q in range(c, n + 1):
                    m[r][q] -= k * m[c][q]
    out = [0.0] * n
    for c in range(n - 1, -1, -1):
        out[c] = (m[c][n] - sum(m[c][q] * out[q] for q in range(c + 1, n))) / m[c][c]
    return out


def logistic(z):
    return 1 / (1 + math.exp(-max(-40, min(40, z))))


# What may raise the likelihood, and what may lower it alone, so that the model does not learn the quirks of its pairs: a
# feature that pulls the other way is left out. All others as they come.
RAISE = """share of the lighter|share of the heavier|shared weight, log|rarest shared|second rarest shared|third rarest shared
shared terms, log|neighbours in both, log|neighbours in both, share|longest quoted run|quoted run of 4|quoted run of 6
quoted run, share|same speaker|a day apart at most, same speaker|a day apart at most, else|names in both|numbers in both|same act
roots in both, share of the lighter|roots in both, share of the heavier|same kind of source|same speaker x share of the lighter
same speaker x share of the heavier|within three days x share of the lighter|share of the lighter x shared weight, log
share of both, squared""".replace("\n", "|").split("|")
LOWER = """both quote, other words|days apart, same speaker, log|days apart, else, log|both have names, none in both
names in one alone, share|both have numbers, none in both|numbers in one alone|one negates|one has a condition
may, can, must, will differ|other turns differ|one denies or is negated|one asks|words with opposites in one alone
words with opposites left on both sides|longer to shorter, log|fewer than three terms in one|one is but a noun phrase, it seems
one names the other's speaker|rarest of one alone, the lesser|rarest of one alone, the greater""".replace("\n", "|").split("|")


def learn(pairs, ridge, names):
    """Newton's method; the worst feature of the wrong sign is left out until there is none."""
    signs = [1 if name in RAISE else -1 if name in LOWER else 0 for name in names]
    left_out = set()
    while True:
        w, spread = learn_some(pairs, ridge, left_out)
        wrong = [(abs(w[k]) * spread[k], k) for k in range(len(w)) if signs[k] * w[k] < 0]
        if not wrong:
            return w
        left_out.add(max(wrong)[1])


def learn_some(pairs, ridge, left_out):
    """Weights of the features as they are; the penalty is on features brought to one spread."""
    n = len(pairs[0].x)
    total = sum(p.weight for p in pairs)
    mean = [sum(p.weight * p.x[k] for p in pairs) / total for k in range(n)]
    spread = [max(1e-9, math.sqrt(sum(p.weight * (p.x[k] - mean[k]) ** 2 for p in pairs) / total)) for k in range(n)]
    used = [0] + [k for k in range(1, n) if spread[k] > 1e-6 and k not in left_out]
    rows = [([1.0] + [(p.x[k] - mean[k]) / spread[k] for k in used[1:]], p.kind in SAME, p.weight) for p in pairs]
    w, size = [0.0] * len(used), len(used)
    for _ in range(12):
        gradient = [0.0] + [-ridge * x for x in w[1:]]
        hessian = [[(ridge if r == c and r else 1e-9 if r == c else 0.0) for c in range(size)] for r in range(size)]
        for x, y, weight in rows:
            p = logistic(sum(a * b for a, b in zip(w, x)))
            g, h = weight * (y - p), weight * p * (1 - p)
            for r in range(size):
                gradient[r] += g * x[r]
                hr, hx = hessian[r], h * x[r]
                for c in range(r + 1):
                    hr[c] += hx * x[c]
        for r in range(size):
            for c in range(r):
                hessian[c][r] = hessian[r][c]
        step = solve(hessian, gradient)
        w = [a + b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-7:
            break
    out = [0.0] * n
    for k, x in zip(used[1:], w[1:]):
        out[k] = x / spread[k]
    out[0] = w[0] - sum(out[k] * mean[k] for k in used[1:])
    return out, spread


def ceiled(pair, z, names):
    """likeness()'s rules above the model."""
    x = dict(zip(names, pair.x))
    apart = x["one denies or is negated"] or x["one asks"] or (
        (x["one negates"] or x["both have numbers, none in both"]) and not x["quoted run of 6"])
    return min(0.3, logistic(z)) if apart else logistic(z)


def groups_of(pairs, folds, seed=20160211):
    """Folds that no statement is in two of: what pairs share statements is one."""
    root = {}
    def find(x):
        while root.setdefault(x, x) != x:
            x = root[x]
        return x
    for p in pairs:
        root[find(p.i)] = find(p.j)
    names = sorted({find(p.i) for p in pairs})
    random.Random(seed).shuffle(names)
    fold, load = {}, [0] * folds
    size = collections.Counter(find(p.i) for p in pairs)
    for name in sorted(names, key=lambda n: -size[n]):
        k = load.index(min(load))
        fold[name] = k
        load[k] += size[name]
    return [fold[find(p.i)] for p in pairs]


def report(title, scored):
    """scored: (probability, same, weight)"""
    print(title)
    every = sum(w for _, y, w in scored if y)
    for least in (0.1, 0.3, 0.5, 0.7, 0.9):
        shown = [(y, w) for p, y, w in scored if p >= least]
        right = sum(w for y, w in shown if y)
        print(f"  at {least}: precision {100 * right / (sum(w for _, w in shown) or 1):5.1f}"
              f"  recall {100 * right / (every or 1):5.1f}  of {sum(w for _, w in shown):.0f} shown, {every:.0f} same")
    loss = -sum(w * math.log(max(1e-9, p if y else 1 - p)) for p, y, w in scored) / sum(w for *_, w in scored)
    print(f"  log loss {loss:.4f}")
    edges = (0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.01)
    for low, high in zip(edges, edges[1:]):
        part = [(p, y, w) for p, y, w in scored if low <= p < high]
        total = sum(w for *_, w in part)
        if part:
            print(f"  said {low:4.2f}-{min(high, 1):4.2f}: mean {sum(p * w for p, _, w in part) / total:.3f}"
                  f"  found {sum(w for _, y, w in part if y) / total:.3f}  ({len(part)} pairs, weight {total:.0f})")


def names_of(tool, path):
    return subprocess.run([tool, path, "names"], capture_output=True, text=True, check=True).stdout.split("\n")


def cross(pairs, ridge, names, folds=10):
    fold, out = groups_of(pairs, folds), [None] * len(pairs)
    for k in range(folds):
        w = learn([p for p, f in zip(pairs, fold) if f != k], ridge, names)
        for n, (p, f) in enumerate(zip(pairs, fold)):
            if f == k:
                out[n] = ceiled(p, sum(a * b for a, b in zip(w, p.x)), names)
    return [(q, p.kind in SAME, p.weight) for q, p in zip(out, pairs)]


def as_found(pairs, scored, path):
    found = collections.defaultdict(float)
    for line in open(path, encoding="utf8"):
        i, j, p = line.split()
        key = min(int(i), int(j)), max(int(i), int(j))
        found[key] = max(found[key], float(p))
    edge = lambda p: min(int(p * 10), 9)
    all_ = collections.Counter(edge(p) for p in found.values())
    here = [found.get((min(p.i, p.j), max(p.i, p.j))) for p in pairs]
    many = collections.Counter(edge(p) for p in here if p)
    return [(q, y, all_[edge(p)] / many[edge(p)]) for (q, y, _), p in zip(scored, here) if p]


def fit(args):
    names, all_ = names_of(args.tool, args.flat), read_pairs(args)
    pairs = [p for p in all_ if p.part == "polnear-train" or args.everything]
    touched = {x for p in pairs for x in (p.i, p.j)}
    dev = [p for p in all_ if p.part == "polnear-dev" and p.i not in touched and p.j not in touched]
    print(len(pairs), "pairs to learn from,", sum(p.kind in SAME for p in pairs), "of them the same;", len(dev), "of dev")
    scored = cross(pairs, args.ridge, names)
    report("cross-validated", scored)
    if args.candidates:
        report("cross-validated, as the search finds them", as_found(pairs, scored, args.candidates))
    w = learn(pairs, args.ridge, names)
    if dev and not args.everything:
        report("dev, without statements learnt from",
               [(ceiled(p, sum(a * b for a, b in zip(w, p.x)), names), p.kind in SAME, 1) for p in dev])
    if args.write:
        write(w, names, pairs, scored, args)


def write(w, names, pairs, scored, args):
    same = sum(p.kind in SAME for p in pairs)
    loss = -sum(v * math.log(max(1e-9, p if y else 1 - p)) for p, y, v in scored) / sum(v for *_, v in scored)
    with open(os.path.join(CLAIM, "likeness.inc"), "w", encoding="utf8") as file:
        file.write(f"""/* Made by train/likeness/likeness.py fit: a logistic regression (ridge {args.ridge:g} on features of one spread, Newton's method, no
 * weight of the wrong sign) on the {len(pairs)} pairs of tests/eval/pairs.tsv's polnear-train, {same} of which say the same; chosen
 * to be hard, or brought up by the search. Log loss by cross-validation, no statement in two folds: {loss:.4f}.
 * Learnt from American election news of 2015 and 2016 in English; of other news it is less sure. */
/* clang-format off */
static const float likeness_weights[LIKENESS_FEATURES] = {{
""")
        for k, x in enumerate(w):
            if names[k] and x:
                file.write(f"    [{k}] = {x:.5f}f, /* {names[k]} */\n")
        file.write("};\n/* clang-format on */\n")


def check(args):
    pairs = read_pairs(args)
    apart = {x for p in pairs if p.part == args.apart_from for x in (p.i, p.j)} if args.apart_from else set()
    pairs = [p for p in pairs if (not args.set or p.part == args.set) and p.i not in apart and p.j not in apart]
    report(f"{len(pairs)} pairs", [(p.p, p.kind in SAME, 1) for p in pairs])


def export(args):
    """Every statement a claim of its own, so that claims.py tells what the search finds without any joining."""
    related = collections.defaultdict(list)
    for line in open(args.candidates, encoding="utf8"):
        i, j, p = line.split()
        related[int(i)].append([int(j), float(p)])
    for i, (label, spans) in enumerate(Statements(args.flat).place):
        print(json.dumps({"article": label, "number": i, "content": spans, "claim": i, "related": related[i]}))


FORM = {name: number for number, name in enumerate(FORMS)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("flat")
    one.add_argument("records", nargs="+")
    one.add_argument("--out", required=True)
    one.set_defaults(run=flat)
    one = commands.add_parser("rarity")
    one.add_argument("--tool", required=True)
    one.add_argument("--least", type=int, default=4)
    one.add_argument("flat", nargs="+")
    one.set_defaults(run=rarity)
    one = commands.add_parser("export")
    one.add_argument("--flat", required=True)
    one.add_argument("--candidates", required=True)
    one.set_defaults(run=export)
    for name, run in (("fit", fit), ("check", check)):
        one = commands.add_parser(name)
        one.add_argument("--tool", required=True)
        one.add_argument("--flat", required=True)
        one.add_argument("--pairs", default=PAIRS)
        one.set_defaults(run=run)
        if name == "fit":
            one.add_argument("--ridge", type=float, default=12.0)
            one.add_argument("--write", action="store_true")
            one.add_argument("--candidates")
            one.add_argument("--everything", action="store_true", help="dev, too (for a look alone)")
        else:
            one.add_argument("--set")
            one.add_argument("--apart-from")
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
