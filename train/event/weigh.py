#!/usr/bin/env python3
"""Learns src/event/weigh.inc: which of the deeds that the lists and trees propose are political events. Python 3 standard library
only; the same input, the same bytes.

  weigh.py --tool TRAIN-WEIGH --model sayso.model [--check]

The tool (train/event/weigh.c, built) prints what the program weighs. It learns on the articles of tests/eval/events' parts `work` and `learn` (a deed is
right where an event of its type has its trigger), on data/events/labels.tsv (proposals judged one by one), on the first half of
PLOVER's gold sentences and on data/events/sentences.tsv (written for sayso; of both only that the
sentence's events are, or that it tells none). --check:
five-fold cross-validation instead, articles apart: precision, recall of what was proposed and F1 at thresholds, and how chances hold."""
import argparse
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
EVAL = os.path.join(TREE, "tests", "eval")
DATA = os.path.join(TREE, "data", "events")
OUT = os.path.join(TREE, "src", "event", "weigh.inc")
PLOVER_HALF = 74  # of gsr.dev.jsonl
PENALTY, STEPS, FOLDS, SENTENCE, NONE = 4.0, 500, 5, 0.8, 3.0
sys.path.insert(0, EVAL)
from articles import SHARED, text_of  # noqa: E402
from corpus_text import wikinews  # noqa: E402
import events_text  # noqa: E402


def texts_of_labels():
    """{name: text}, {name: [(type, begin, end, right)]}"""
    labels = {}
    with open(os.path.join(DATA, "labels.tsv"), encoding="utf8") as file:
        for line in file:
            name, *rest = line.rstrip("\n").split("\t")
            if not line.startswith("#") and events_text.listed().get(name, {}).get("part") != "learn":  # read whole
                kind, begin, end, right = rest
                labels.setdefault(name, []).append((kind, int(begin), int(end), int(right)))
    texts = {}
    for name in labels:
        texts[name] = gum_dev()[name] if name.startswith("GUM_") else wikinews()[name]["text"] if name in wikinews() else text_of("train", name)
    return texts, labels


def gum_dev():
    keep = events_text.GUM
    events_text.GUM = keep.replace("train", "dev")
    events_text.gum.cache_clear()
    out = events_text.gum()
    events_text.GUM = keep
    events_text.gum.cache_clear()
    return out


def texts_of_gold():
    """The same of the articles to work with in tests/eval/events: every event is right wherever it is told."""
    texts, labels = {}, {}
    for name, row in events_text.listed().items():
        path = os.path.join(EVAL, "events", name + ".json")
        if row["part"] not in ("work", "learn") or not os.path.exists(path):
            continue
        texts[name] = events_text.text(name)
        with open(path, encoding="utf8") as file:
            labels[name] = [(e["type"], b, t, 1) for e in json.load(file)["events"] for b, t in e["trigger"]]
    return texts, labels


def sentences():
    """{name: sentence}, {name: type}"""
    texts, kinds = {}, {}
    with open(os.path.join(SHARED, "corpora", "plover", "gsr.dev.jsonl"), encoding="utf8") as file:
        for line in list(file)[:PLOVER_HALF]:
            one = json.loads(line)
            texts[one["id"]], kinds[one["id"]] = one["text"], one["type"]
    with open(os.path.join(DATA, "sentences.tsv"), encoding="utf8") as file:
        for n, line in enumerate(file):
            if not line.startswith("#"):
                kind, text = line.rstrip("\n").split("\t")
                texts[f"sentence-{n:03d}"], kinds[f"sentence-{n:03d}"] = text, kind
    return texts, kinds


def proposals(tool, model, texts):
    """{name: [{type, begin, end (code points), x}]}"""
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            with open(os.path.join(folder, name), "w", encoding="utf8", newline="") as file:
                file.write(text)
        told = subprocess.run([tool, model, *(os.path.join(folder, name) for name in texts)], check=True, capture_output=True).stdout
        for block in told.decode().split("# ")[1:]:
            lines = block.splitlines()
            name = os.path.basename(lines[0])
            data, rows = texts[name].encode(), []
            for line in lines[1:]:
                _, kind, _, trigger, _, _, features = line.split("\t")
                begin, end = (len(data[:int(x)].decode()) for x in trigger.split("-"))
                rows.append({"type": kind, "begin": begin, "end": end,
                             "x": {int(k): float(v) for k, v in (pair.split(":") for pair in features.split()[1:])}})
            out[name] = rows
            count = int(features.split()[0]) if lines[1:] else 0
            proposals.count = max(proposals.count, count)
    return out


proposals.count = 0


def right_of(row, labels):
    """1, 0, or None where nobody has judged it."""
    found = [right for kind, begin, end, right in labels if kind == row["type"] and begin < row["end"] and row["begin"] < end]
    return max(found) if found else None


def load(tool, model):
    """[articles: [rows]] of articles, then of sentences."""
    articles, single = [], []
    for texts, labels, whole in (*[(*texts_of_gold(), True)], *[(*texts_of_labels(), False)]):
        for name, rows in proposals(tool, model, texts).items():
            for row in rows:
                right = right_of(row, labels[name])
                row["right"] = 0 if right is None and whole else right
                row["weight"] = 1.0
            articles.append((name, [row for row in rows if row["right"] is not None]))
    texts, kinds = sentences()
    for name, rows in proposals(tool, model, texts).items():
        told = kinds[name].split(",")
        rows = [dict(row, right=int(row["type"] in told), weight=NONE if told == ["none"] else SENTENCE) for row in rows if row["type"] in told or told == ["none"]]
        single.append((name, rows))
    return [rows for _, rows in sorted(articles)], [rows for _, rows in sorted(single)]


def fit(rows, count):
    """Weights of a logistic model with an L2 penalty but for the first: Nesterov's gradient."""
    weights, past = [0.0] * count, [0.0] * count
    rate = 1.0 / (0.25 * sum(r["weight"] for r in rows) * 6 + PENALTY)
    for step in range(STEPS):
        push = step / (step + 3)
        ahead = [w + push * (w - p) for w, p in zip(weights, past)]
        gradient = [PENALTY * w if k else 0.0 for k, w in enumerate(ahead)]
        for row in rows:
            z = sum(ahead[k] * v for k, v in row["x"].items())
            error = row["weight"] * (1 / (1 + math.exp(-z)) - row["right"])
            for k, v in row["x"].items():
                gradient[k] += error * v
        past, weights = weights, [a - rate * g for a, g in zip(ahead, gradient)]
    return weights


def chance(weights, row):
    return 1 / (1 + math.exp(-sum(weights[k] * v for k, v in row["x"].items())))


def check(articles, single, count):
    judged = []
    for fold in range(FOLDS):
        rows = [row for n, a in enumerate(articles) if n % FOLDS != fold for row in a]
        rows += [row for n, a in enumerate(single) if n % FOLDS != fold for row in a]
        weights = fit(rows, count)
        judged += [(chance(weights, row), row["right"], False) for a in articles[fold::FOLDS] for row in a]
        judged += [(chance(weights, row), row["right"], True) for a in single[fold::FOLDS] for row in a]
    total = sum(right for _, right, alone in judged if not alone)
    for least in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        told = [right for p, right, alone in judged if p >= least and not alone]
        kept = [p >= least for p, right, alone in judged if alone and right]
        wrong = [p >= least for p, right, alone in judged if alone and not right]
        precision, recall = sum(told) / max(1, len(told)), sum(told) / total
        print(f"{least:.2f}: precision {precision:.3f}, recall {recall:.3f}, F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}; "
              f"in sentences {sum(kept)} of {len(kept)}, and {sum(wrong)} of {len(wrong)} that are none")
    for low in range(0, 10, 2):
        some = [(p, right) for p, right, alone in judged if low / 10 <= p < low / 10 + 0.2 and not alone]
        if some:
            print(f"chance {low / 10:.1f} to {low / 10 + 0.2:.1f}: {len(some)} told, mean chance {sum(p for p, _ in some) / len(some):.2f}, "
                  f"right {sum(r for _, r in some) / len(some):.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    articles, single = load(options.tool, options.model)
    count = proposals.count
    rows = [row for a in articles + single for row in a]
    if options.check:
        check(articles, single, count)
        return
    weights = fit(rows, count)
    with open(OUT, "w", encoding="utf8") as file:
        file.write(f"""/* Made by train/event/weigh.py from {sum(map(len, articles))} proposals in {len(articles)} articles, {sum(row["right"] for a in articles for row in a)} of them right, and {sum(map(len, single))} in single sentences: labels of
 * ours, offsets alone. In the order in which weigh.c puts its features. */
#define WEIGH_FEATURES {count}u

static const float weigh_weights[WEIGH_FEATURES] = {{
""")
        for first in range(0, count, 10):
            file.write("    " + " ".join(f"{w:.5f}f," for w in weights[first:first + 10]) + "\n")
        file.write("};\n")


main()
