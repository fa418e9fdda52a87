#!/usr/bin/env python3
"""Learns src/attribution/again.inc: which guesses about words inside others' contents are right. Python 3 standard library only; the
same input, the same bytes.

  again.py --tool TRAIN-AGAIN --model sayso.model [--check] [--careful sayso-careful.model]

The tool (train/attribution/again.c, built) prints what the program weighs in each article of data/corpus' part `learn`; a guess is right where
a settled attribution has its cue (in part), its source (in part, or neither has one) and half of its content or more. --check: five-fold
cross-validation instead, articles apart. --careful: the few weights of what the encoder finds there, learnt from the part `tune`, for it has learnt
all of `learn`; printed, as `encoder.py pack --inside` takes them. The corpora are looked for as tests/eval/corpus.py does it."""
import argparse
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(TREE, "src", "attribution", "again.inc")
CORPUS = os.path.join(TREE, "tests", "eval", "corpus.py")
PENALTY, STEPS, FOLDS, ACCEPT = 50.0, 500, 5, 0.3
HEARD = 5  # features, as HEARD_FEATURES in src/attribution


def overlap(a, b):
    x, y = {i for s in a for i in range(*s)}, {i for s in b for i in range(*s)}
    return len(x & y) / len(x | y) if x | y else 0.0


def is_right(guess, gold):
    sources = guess["source"], gold.get("source", {}).get("span")
    if bool(sources[0]) != bool(sources[1]) or (sources[0] and not overlap([sources[0]], [sources[1]])):
        return False
    if "cue" not in gold or not overlap([guess["cue"]], [gold["cue"]["span"]]):
        return False
    return overlap(guess["content"], [part["span"] for part in gold["content"]]) >= 0.5


def span(text, place):
    begin, end = map(int, text.split("-"))
    return (place[begin], place[end]) if end > begin else None


def guesses(lines, body, gold):
    place, at = {}, 0
    for index, letter in enumerate(body):
        place[at] = index
        at += len(letter.encode())
    place[at] = len(body)
    for line in lines:
        _, cue, source, contents, features = line.split("\t")
        values = {int(k): float(v) for k, v in (pair.split(":") for pair in features.split()[1:])}
        one = {"cue": span(cue, place), "source": span(source, place), "content": [span(s, place) for s in contents.split(",")]}
        right = [n for n, other in enumerate(gold) if is_right(one, other)]
        yield {"x": values, "word": one["cue"], "gold": right[0] if right else None}


def load(tool, model, careful):
    how = [tool, "--careful", careful, model] if careful else [tool, model]
    part = "tune" if careful else "learn"
    with tempfile.TemporaryDirectory() as folder:
        texts, laid = os.path.join(folder, "texts"), os.path.join(folder, "laid")
        subprocess.run([sys.executable, CORPUS, "texts", texts], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, CORPUS, "lay", laid, "--part", part], check=True, stdout=subprocess.DEVNULL)
        names = sorted(name[:-5] for name in os.listdir(laid))
        told = subprocess.run([*how, *(os.path.join(texts, name + ".txt") for name in names)], check=True, capture_output=True, text=True)
        articles = []
        for name, block in zip(names, told.stdout.split("# ")[1:]):
            with open(os.path.join(laid, name + ".json"), encoding="utf8") as file:
                record = json.load(file)
            lines = [line for line in block.splitlines()[1:] if not careful or line.split("\t")[4].split()[0] == str(HEARD)]
            articles.append(list(guesses(lines, record["text"], record["attributions"])))
    return articles


def fit(rows, count, penalty):
    """Weights of a logistic model with an L2 penalty on standardised weights: Nesterov's gradient, each step by a feature's spread."""
    n, total, squares = len(rows), [0.0] * count, [0.0] * count
    for row in rows:
        for k, v in row["x"].items():
            total[k] += v
            squares[k] += v * v
    spread = [max(squares[k] / n - (total[k] / n) ** 2, 1e-6) for k in range(count)]
    weights, past, rate = [0.0] * count, [0.0] * count, 1.0 / (0.25 * n * 12 + penalty)
    for step in range(STEPS):
        push = step / (step + 3)
        ahead = [w + push * (w - p) for w, p in zip(weights, past)]
        gradient = [penalty * w * s if k else 0.0 for k, (w, s) in enumerate(zip(ahead, spread))]
        for row in rows:
            z = sum(ahead[k] * v for k, v in row["x"].items())
            error = 1 / (1 + math.exp(-z)) - (row["gold"] is not None)
            for k, v in row["x"].items():
                gradient[k] += error * v
        past, weights = weights, [a - rate * g / (s if k else 1.0) for k, (a, g, s) in enumerate(zip(ahead, gradient, spread))]
    return weights


def chance(weights, row):
    return 1 / (1 + math.exp(-sum(weights[k] * v for k, v in row["x"].items())))


def check(articles, count, penalty):
    told = right = 0
    for fold in range(FOLDS):
        weights = fit([row for n, a in enumerate(articles) if n % FOLDS != fold for row in a], count, penalty)
        for article in articles[fold::FOLDS]:
            best = {}
            for row in article:
                p = chance(weights, row)
                if p >= ACCEPT and p > best.get(row["word"], (0,))[0]:
                    best[row["word"]] = (p, row["gold"])
            told += len(best)
            right += len({gold for _, gold in best.values() if gold is not None})
    reachable = sum(len({row["gold"] for row in a} - {None}) for a in articles)
    print(f"{right} right of {told} told; {reachable} could be right")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--careful")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    articles = load(options.tool, options.model, options.careful)
    count = 1 + max(k for a in articles for row in a for k in row["x"])
    rows = [row for a in articles for row in a]
    penalty = 2.0 if options.careful else PENALTY
    if options.check:
        check(articles, count, penalty)
        return
    weights = fit(rows, count, penalty)
    if options.careful:
        print(",".join(f"{w:.3f}" for w in weights))
        return
    with open(OUT, "w", encoding="utf8") as file:
        file.write(f"""/* Made by train/attribution/again.py from {len(rows)} guesses in {len(articles)} articles of data/corpus (learn), {sum(row["gold"] is not None for row in rows)} of them right: labels of ours,
 * offsets alone. In the order in which again.c puts its features. */
#define AGAIN_FEATURES {count}u

static const float again_weights[AGAIN_FEATURES] = {{
""")
        for first in range(0, count, 10):
            file.write("    " + " ".join(f"{w:.5f}f," for w in weights[first:first + 10]) + "\n")
        file.write("};\n")


main()
