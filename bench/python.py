#!/usr/bin/env python3
"""Reading through Python against the program, on the same files, turn by turn; and what a frame costs.

    bench/python.py PROGRAM [--texts DIR] [--rounds N] [--spacy MODEL]

PROGRAM is build/sayso; DIR holds .txt files (data/sample). Run it with a Python that has the wheel installed, and
pandas, polars and pyarrow for the frames. Prints medians of N rounds: articles read by one thread through Python and by
the program with one job, with the JSON Lines made by both; two threads against one; microseconds an attribution for
to_frame, beyond reading; and with --spacy (en_core_web_sm or a folder of such a model) the user time of its tagging and
parsing against ours. Use many articles.
"""

import argparse
import glob
import os
import resource
import statistics
import subprocess
import sys
import time

import sayso

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def user(who):
    return resource.getrusage(who).ru_utime


def timed(work):
    """(seconds, user seconds) that work() took, those of processes that it waited for among them."""
    start = time.perf_counter(), user(resource.RUSAGE_SELF) + user(resource.RUSAGE_CHILDREN)
    work()
    end = time.perf_counter(), user(resource.RUSAGE_SELF) + user(resource.RUSAGE_CHILDREN)
    return end[0] - start[0], end[1] - start[1]


def program(path, files, jobs):
    command = [path, "read", "--jobs", str(jobs), "--quiet", "--format", "jsonl", *files]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def ours(files, jobs):
    """What the program does: each article is read, and its record made."""
    for doc in sayso.read_many(files, jobs=jobs):
        if isinstance(doc, Exception):
            sys.exit(f"{doc}")
        doc.write("jsonl")


def median(times, index):
    return statistics.median(t[index] for t in times)


def frames(files):
    docs = list(sayso.read_many(files, jobs=2))
    rows = sum(d._reading.attribution_count for d in docs)
    for kind in ("pandas", "polars", "arrow"):
        try:
            sayso.to_frame(docs, kind)
        except ImportError:
            print(f"to_frame, {kind}: not installed")
            continue
        best = [timed(lambda kind=kind: sayso.to_frame(docs, kind)) for _ in range(7)]
        wall, cpu = (median(best, index) / rows * 1e6 for index in (0, 1))
        print(f"to_frame, {kind}: {wall:.2f} µs an attribution, {cpu:.2f} of user time, of {rows}")


def spacy_time(model, files):
    import spacy

    nlp = spacy.load(model, exclude=["ner", "lemmatizer", "attribute_ruler"])
    texts = []
    for path in files:
        with open(path, encoding="utf-8", errors="replace") as file:
            texts.append(file.read())
    nlp(texts[0])
    return timed(lambda: sum(len(doc) for doc in nlp.pipe(texts)))[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--texts", default=os.path.join(ROOT, "data", "sample"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--spacy", metavar="MODEL")
    options = parser.parse_args()
    files = sorted(glob.glob(os.path.join(options.texts, "*.txt")))
    if not files:
        sys.exit(f"{options.texts} holds no .txt files")
    ways = {
        "program, one job": lambda: program(options.program, files, 1),
        "Python, one thread": lambda: ours(files, 1),
        "program, two jobs": lambda: program(options.program, files, 2),
        "Python, two threads": lambda: ours(files, 2),
    }
    times = {name: [] for name in ways}
    ours(files[:1], 2)
    for number in range(options.rounds):
        for name in sorted(ways, reverse=number % 2 == 1):
            times[name].append(timed(ways[name]))
    for name in ways:
        print(f"{name}: {median(times[name], 0):.3f} s, {median(times[name], 1):.3f} of user time")
    for index, what in enumerate(("wall clock", "user time")):
        one = median(times["program, one job"], index) / median(times["Python, one thread"], index)
        print(f"Python's speed against the program's, one thread, by {what}: {one:.2f}")
    for who, one, two in (("Python", "thread", "threads"), ("the program", "job", "jobs")):
        name = who.split()[-1]
        times_as_fast = median(times[f"{name}, one {one}"], 0) / median(times[f"{name}, two {two}"], 0)
        print(f"{who}, two {two} against one: {times_as_fast:.2f}")
    print(f"{len(files)} files, medians of {options.rounds}")
    frames(files)
    if options.spacy:
        spacy, mine = spacy_time(options.spacy, files), median(times["Python, one thread"], 1)
        print(f"spaCy {options.spacy}, tagging and parsing: {spacy:.2f} s of user time")
        print(f"ours, all: {mine:.2f} s, {spacy / mine:.1f} times as fast")


main()
