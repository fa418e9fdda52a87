#!/usr/bin/env python3
"""Persons that a ledger makes of several forms of a name, drawn by chance to be read by eye. Python 3 standard library only.

  persons.py LEDGER [--count 200] [--seed 1] [--skip persons.tsv] [--ids NAME] [--most 40]

Draws joins: a form of a person's name (name, office, gender; of a surname alone its weeks) that is not its actor's most frequent
one. Prints both, each with the place where it stands first: is it one person? It prints the articles' text, which stays out of the
repository. A join is known by these two places, each "LABEL:ENTITY", whatever the ledger: --skip leaves out those whose second place a table has,
--ids prints a table's rows of them, NAME first, for verdicts to be put behind. --most N prints instead the N most quoted persons, and other actors of the same surname who say something."""
import argparse
import random
import sqlite3
import struct

AROUND = 110


def place(db, form):
    row = db.execute("SELECT a.label, e.number, a.text, e.mentions FROM entity e JOIN article a ON a.id = e.article WHERE e.form = ?"
                     " ORDER BY a.label, e.number LIMIT 1", (form,)).fetchone()
    return row or ("nowhere", 0, "", bytes(8))


def known_by(db, form):
    return "%s:%d" % place(db, form)[:2]


def context(db, form):
    label, _, text, mentions = place(db, form)
    text = text.encode()
    begin, end = struct.unpack("<2I", mentions[:8])
    return f"{label}: … " + " ".join(text[max(0, begin - AROUND):end + AROUND].decode("utf8", "ignore").split()) + " …"


def draw(db, options):
    joins = []
    for actor, name in db.execute("SELECT id, name FROM actor WHERE type = 1 ORDER BY name, id").fetchall():
        forms = db.execute("SELECT id, key, inferred FROM form WHERE actor = ? AND articles > 0 ORDER BY articles DESC, key",
                           (actor,)).fetchall()
        joins += [(name, forms[0], other) for other in forms[1:]]
    if options.skip:
        seen = {line.split("\t")[2] for line in open(options.skip, encoding="utf8").read().splitlines()[1:]}
        joins = [j for j in joins if known_by(db, j[2][0]) not in seen]
    if not options.ids:
        print(len(joins), "joins")
    for n, (name, first, other) in enumerate(random.Random(options.seed).sample(joins, min(options.count, len(joins)))):
        if options.ids:
            print(options.ids, known_by(db, first[0]), known_by(db, other[0]), sep="\t")
            continue
        print(f"{n + 1}. {name}" + (" (inferred)" if other[2] else ""))
        for form in (first, other):
            print(f"   {form[1]} | {context(db, form[0])}")


def most(db, options):
    rows = db.execute("SELECT id, name, statements FROM actor WHERE type = 1 ORDER BY statements DESC, id LIMIT ?",
                      (options.most,)).fetchall()
    for actor, name, statements in rows:
        word = name.split()[-1].lower()
        others = db.execute("SELECT DISTINCT a.name, a.statements FROM form_word w JOIN form f ON f.id = w.form"
                            " JOIN actor a ON a.id = f.actor WHERE w.word = ? AND a.id <> ? AND a.statements > 0",
                            (word, actor)).fetchall()
        print(f"{statements} {name}: " + ", ".join(f"{n} {s}" for n, s in others))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip")
    parser.add_argument("--ids", metavar="NAME")
    parser.add_argument("--most", type=int, default=0)
    options = parser.parse_args()
    db = sqlite3.connect(options.ledger)
    (most if options.most else draw)(db, options)


if __name__ == "__main__":
    main()
