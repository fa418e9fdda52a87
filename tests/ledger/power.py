"""power.py SAYSO FORGET: what a ledger is after a loss of power while articles were added.

The program runs with forget.c preloaded, whose log has what was written and synced, in its order. Of the log up to some moment a disk is
made: each file as it was synced last, and of what came later none, all, or some of it, the last pieces torn. With --durable nothing that
was told is lost; without it whole articles may be, the latest ones, and nothing else. Either way verify is clean and adding goes on.

Six losses of each kind; fifty with SAYSO_LONG=1."""
import os
import random
import sqlite3
import struct
import subprocess
import sys
import tempfile

import made

SAYSO, FORGET = sys.argv[1:]
LOSSES = 50 if os.environ.get("SAYSO_LONG") == "1" else 6
RUNS = 5 if LOSSES > 6 else 1
ARTICLES = 60
SECTOR = 512
SEED = int(os.environ.get("SAYSO_SEED", "2026"))
ENVIRONMENT = os.environ | {"SAYSO_MODEL": os.environ["SAYSO_MODEL_FILE"]}
random.seed(SEED)

if not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
    print("no model file")
    sys.exit(77)


def records(path):
    with open(path, "rb") as file:
        data = file.read()
    at, found = 0, []
    while at + 17 <= len(data):
        name_size, size, offset = struct.unpack_from("<IIQ", data, at + 1)
        name = data[at + 17:at + 17 + name_size].decode()
        found.append((chr(data[at]), name, data[at + 17 + name_size:at + 17 + name_size + size], offset))
        at += 17 + name_size + size
    return found


class File:
    """What is synced, and what was done since."""
    def __init__(self):
        self.synced, self.waiting = bytearray(), []

    def sync(self):
        self.synced, self.waiting = self.after_loss("all"), []

    def after_loss(self, mode):
        data = bytearray(self.synced)
        for what, piece, offset in self.waiting:
            if mode == "none" or (mode == "some" and random.random() < 0.5):
                continue
            if what == "T":
                data = data[:offset] + bytes(max(0, offset - len(data)))
                continue
            if mode == "some" and random.random() < 0.3:
                piece = piece[:random.randrange(len(piece) // SECTOR + 1) * SECTOR]
            data += bytes(max(0, offset + len(piece) - len(data)))
            data[offset:offset + len(piece)] = piece
        return data


def disk_after(log, mode):
    """name -> bytes, after a loss of power behind the last of these records; and how many lines were told."""
    files, synced, waiting, told = {}, {}, [], 0
    for what, name, data, offset in log:
        if what == "C":
            files[name] = File()
            waiting.append((name, files[name]))
        elif what == "U":
            files.pop(name, None)
            waiting.append((name, None))
        elif what == "S" and name in files:
            files[name].sync()
        elif what == "D":
            synced, waiting = dict(files), []
        elif what == "F":
            told += 1
        elif what in "WT" and name in files:
            files[name].waiting.append((what, data, offset))
        elif what in "RL":
            sys.exit(f"{name} is renamed or linked, which this test does not know")
    for name, file in waiting:
        if mode == "none" or (mode == "some" and random.random() < 0.5):
            continue
        if file:
            synced[name] = file
        else:
            synced.pop(name, None)
    return {name: file.after_loss(mode) for name, file in synced.items()}, told


def run(*arguments):
    done = subprocess.run([SAYSO, *arguments], capture_output=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"{arguments} ended with {done.returncode} (SAYSO_SEED={SEED}): {done.stdout.decode()[-2000:]}{done.stderr.decode()[-2000:]}")
    return done.stdout


def add_and_log(folder, number, durable):
    """The log, and the ids in the order in which they were told."""
    place, log, articles = (os.path.join(folder, name) for name in (f"place{number}", f"log{number}", f"articles{number}.jsonl"))
    os.mkdir(place)
    made.write_lines(articles, number * 1000, ARTICLES)
    options = ["--durable"] if durable else []
    forget = {"LD_PRELOAD": FORGET, "SAYSO_FORGET_FOLDER": place, "SAYSO_FORGET_LOG": log, "ASAN_OPTIONS":
              os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
    done = subprocess.run([SAYSO, "add", "--jobs", "2", "--verbose", *options, "--ledger", os.path.join(place, "l"), articles],
                          capture_output=True, env=ENVIRONMENT | forget)
    told = [int(line.split()[1]) for line in done.stdout.decode().splitlines() if line.startswith("added ")]
    if done.returncode or len(told) != ARTICLES:
        sys.exit(f"adding ended with {done.returncode}: {done.stderr.decode()}")
    return records(log), told


def try_loss(folder, log, told, moment, mode):
    """Told, and there."""
    files, lines = disk_after(log[:moment], mode)
    place = tempfile.mkdtemp(dir=folder)
    for name, data in files.items():
        with open(os.path.join(place, name), "wb") as file:
            file.write(data)
    ledger, more = os.path.join(place, "l"), os.path.join(folder, "more.jsonl")
    there = set()
    if lines:
        run("verify", "--ledger", ledger)
        db = sqlite3.connect(ledger)
        there = {number for number, in db.execute("SELECT id FROM article")}
        db.close()
    run("add", "--quiet", "--ledger", ledger, more)
    run("verify", "--ledger", ledger)
    return set(told[:lines]), there


def losses(folder, durable):
    lost = shown = 0
    for number in range(RUNS):
        log, told = add_and_log(folder, number + (100 if durable else 0), durable)
        flushed = [i + 1 for i, record in enumerate(log) if record[0] == "F"]
        for i in range(LOSSES // RUNS):
            moment = random.choice(flushed) if i % 2 else random.randrange(len(log))
            before, there = try_loss(folder, log, told, moment, ("none", "some", "all")[i % 3])
            shown += len(before)
            lost += len(before - there)
            if durable and before - there:
                sys.exit(f"told with --durable and lost: {sorted(before - there)} (SAYSO_SEED={SEED}, run {number}, moment {moment})")
            if there != set(told[:len(there)]):
                sys.exit(f"of {told} there are {sorted(there)}: a later one is there, and an earlier one is not")
    return shown, lost


with tempfile.TemporaryDirectory() as temporary:
    made.write_lines(os.path.join(temporary, "more.jsonl"), 99999, 1)
    durable_shown, _ = losses(temporary, True)
    shown, lost_by_default = losses(temporary, False)
    if not durable_shown or not lost_by_default:
        sys.exit(f"nothing was tried: {durable_shown} told with --durable, {lost_by_default} of {shown} lost without it")
print(f"{LOSSES} losses of power with --durable: {durable_shown} articles told, none lost, verify clean")
print(f"{LOSSES} without it: {lost_by_default} of {shown} articles lost, the latest ones, verify clean")
