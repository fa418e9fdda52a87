#!/usr/bin/env python3
"""damage.py SAYSO: a ledger is damaged at random bytes, pages and rows. No question may crash, and each change of an answer is
told by verify. What is rescued of it passes verify, says nothing that was not kept, and leaves the damaged file alone. 30
times; 500 with SAYSO_LONG=1."""
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

SAYSO = sys.argv[1]
TRIES = 500 if os.environ.get("SAYSO_LONG") == "1" else 30
SAMPLE = os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "data", "sample")
QUESTIONS = [
    ["stats", "--format=json"],
    ["export"],
    ["export", "--format=statements"],
    ["who", "--format=json", "Haleko"],
    ["who", "--format=json", "minister"],
    ["about", "--format=json", "--limit=200", "dredger"],
    ["about", "--format=json", "--limit=200", "harbour", "--order=date"],
    ["claim", "--format=json", "CLAIM"],
    ["talks", "--format=json"],
    ["talks", "--deeds", "--format=json"],
    ["events", "--format=json", "--limit=200"],
    ["events", "--format=json", "05-follow-up:1"],
    ["audit", "--format=json", "05-follow-up"],
    ["audit", "--format=json", os.path.join(SAMPLE, "11-gazette.html")],
    ["show", "--format=json", "05-follow-up:1"],
    ["show", "--format=json", "https://gazette.example/dredger"],
    ["actor", "list", "--format=json"],
    ["decision", "list", "--format=json"],
    ["diff", "--format=json", "04-denial"],
]


def run(ledger, arguments):
    done = subprocess.run([SAYSO, *arguments, "--ledger", ledger], capture_output=True)
    if done.returncode < 0 or done.returncode > 3:
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    done.stdout.decode()  # whatever the ledger holds, what is printed is UTF-8
    return done.returncode, done.stdout


def answers(ledger):
    return [run(ledger, question) for question in QUESTIONS]


def keep(ledger):
    def do(*arguments, code=0):
        if run(ledger, list(arguments))[0] != code:
            sys.exit(f"{arguments} failed")
    do("add", SAMPLE)
    do("statement", "fix", "05-follow-up:1", "act=confirm")
    do("statement", "drop", "05-follow-up:3")
    do("actor", "rename", "#1", "Somebody")
    db = sqlite3.connect(ledger)
    (claim,), = db.execute("SELECT id FROM claim ORDER BY statements DESC, id LIMIT 1")
    db.execute("PRAGMA journal_mode=DELETE")
    db.close()
    for question in QUESTIONS:
        question[:] = [str(claim) if word == "CLAIM" else word for word in question]


def damage_bytes(data):
    for _ in range(random.choice((1, 1, 2, 8))):
        data[random.randrange(len(data))] ^= random.randrange(1, 256)


def damage_page(data):
    page, other = (random.randrange(len(data) // 4096) * 4096 for _ in range(2))
    kind = random.randrange(4)
    if kind == 0:
        data[page:page + 4096] = bytes(4096)
    elif kind == 1:
        data[page:page + 4096] = random.randbytes(4096)
    elif kind == 2:
        data[page:page + 4096] = data[other:other + 4096]
    else:
        at = page + random.randrange(4032)
        data[at:at + 64] = random.randbytes(64)


def another(value):
    if isinstance(value, int):
        return value + random.choice((-1, 1, 7, 1 << 20))
    if isinstance(value, float):
        return value * 0.5 + 0.01
    if value is None:
        return None
    if isinstance(value, str):
        at = random.randrange(len(value) + 1)
        return value[:at] + random.choice(("x", "é", "")) + value[at + 1:]
    value = bytearray(value)
    if value:
        value[random.randrange(len(value))] ^= 1 << random.randrange(8)
    return bytes(value)


def damage_row(path):
    db = sqlite3.connect(path, isolation_level=None)
    tables = [name for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
                                           " AND name NOT IN ('visit')")]
    changed = 0
    while not changed:
        table = random.choice(tables)
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        keys = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[5]]
        rows = db.execute(f"SELECT * FROM {table}").fetchall()
        if not rows:
            continue
        row = dict(zip(columns, random.choice(rows)))
        where = " AND ".join(f"{key} IS ?" for key in keys)
        which = [row[key] for key in keys]
        try:
            if random.random() < 0.2:
                changed = db.execute(f"DELETE FROM {table} WHERE {where}", which).rowcount
                continue
            column = random.choice(columns)
            value = another(row[column])
            if random.random() < 0.2:  # another row's
                value = dict(zip(columns, random.choice(rows)))[column]
            if value != row[column]:
                changed = db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [value, *which]).rowcount
        except sqlite3.Error:
            pass
    db.close()


def damage(path, kind):
    if kind == "row":
        damage_row(path)
        return
    with open(path, "rb") as file:
        data = bytearray(file.read())
    (damage_bytes if kind == "byte" else damage_page)(data)
    with open(path, "wb") as file:
        file.write(data)


def articles_of(ledger):
    """Number, text, and what the article is called, or None where it is called nothing."""
    code, out = run(ledger, ["export", "--all"])
    if code:
        sys.exit(f"{ledger}: export ends with {code}")
    found = []
    for line in out.splitlines():
        record = json.loads(line)
        names = tuple(record.get(key) for key in ("id", "title", "url", "outlet", "published"))
        found.append((record["text"], names if any(names[:4]) else None))
    return found


def rescue(damaged, folder, before):
    """How many articles came out, with their names and without."""
    new = os.path.join(folder, "rescued.sqlite")
    if os.path.exists(new):
        os.remove(new)
    with open(damaged, "rb") as file:
        data = file.read()
    files = sorted(os.listdir(folder))
    done = subprocess.run([SAYSO, "ledger", "rescue", damaged, "-o", new, "--format=json"], capture_output=True)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"rescue ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    with open(damaged, "rb") as file:
        if file.read() != data:
            sys.exit("rescue wrote to the damaged ledger")
    if sorted(os.listdir(folder)) != sorted(files + (["rescued.sqlite"] if done.returncode != 3 else [])):
        sys.exit(f"rescue left something: {sorted(os.listdir(folder))}")
    if done.returncode == 3:
        return 0, 0
    told = json.loads(done.stdout)
    code, out = run(new, ["verify"])
    if code:
        sys.exit(f"what was rescued does not pass verify: {out.decode()}")
    after = articles_of(new)
    texts = {text for text, _ in before}
    kept = set(before) | {(text, (*names[:3], None, *names[4:])) for text, names in before if names}  # an outlet may be lost
    for text, names in after:
        if text not in texts or (names and (text, names) not in kept):
            sys.exit(f"rescued, and never kept: {names}: {text[:200]}")
    if len(after) != told["articles"] or (told["articles"] < len(before) and not told["not_whole"]):
        sys.exit(f"{len(after)} of {len(before)} articles came out, and told was {told}")
    if done.returncode == 0 and (told["lost"] or told["texts_alone"] or told["decisions_lost"]):
        sys.exit(f"rescue ended with 0, and lost {told}")
    return len(after) - told["texts_alone"], told["texts_alone"]


seed = int(os.environ.get("SAYSO_SEED", "14"))
random.seed(seed)
with tempfile.TemporaryDirectory() as folder:
    whole, path = os.path.join(folder, "whole.sqlite"), os.path.join(folder, "ledger.sqlite")
    keep(whole)
    right = answers(whole)
    before = articles_of(whole)
    if rescue(whole, folder, before) != (len(before), 0):
        sys.exit("not all of a whole ledger is rescued")
    out = [0, 0]
    if run(whole, ["verify"])[0] or any(code for code, _ in right[:3]):
        sys.exit("the ledger is damaged before it was")
    counts = {}
    for i in range(TRIES):
        kind = ("byte", "page", "row")[i % 3]
        shutil.copy(whole, path)
        damage(path, kind)
        changed = [question for question, now, before in zip(QUESTIONS, answers(path), right) if now != before]
        told = run(path, ["verify"])[0] != 0
        if changed and not told:
            shutil.copy(path, "/tmp/sayso-damaged.sqlite")
            sys.exit(f"try {i} ({kind}, SAYSO_SEED={seed}): verify passes, and {changed[0]} has another answer;"
                     " see /tmp/sayso-damaged.sqlite")
        count = counts.setdefault(kind, [0, 0])
        count[0] += bool(changed)
        count[1] += told
        for at, some in enumerate(rescue(path, folder, before)):
            out[at] += some
    if not all(count[0] for count in counts.values()):
        sys.exit(f"no answer changed: {counts}")
print(f"{TRIES} ledgers damaged: " + ", ".join(f"{kind}: {changed} with another answer, {told} told"
                                               for kind, (changed, told) in counts.items()))
print(f"rescued: {out[0]} of {TRIES * len(before)} articles, and {out[1]} texts alone; all pass verify")
