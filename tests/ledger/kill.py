"""Killed at any instant while it adds, a ledger has every article that was reported as added, and nothing by halves; killed
at any instant while it is brought up from an older format, it is what it was or is brought up.

kill.py GROW SAYSO: twenty times each, two hundred with SAYSO_LONG=1. The same ledger goes on for ten kills, so that what a killed
program left is taken up by the next one."""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import made

GROW, SAYSO = sys.argv[1:]
KILLS = 200 if os.environ.get("SAYSO_LONG") == "1" else 20
LEDGERS_AFTER = 10
SLOWER = 4 if os.environ.get("SAYSO_SANITIZED") == "1" else 1
random.seed(20260306)

if not os.path.exists(os.environ.get("SAYSO_MODEL_FILE", "")):
    print("no model file")
    sys.exit(77)


def run_and_kill(ledger, first):
    """The ids that were reported until the end."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([GROW, ledger, str(first), "100000"], stdout=out)
        time.sleep(random.uniform(0, 0.7) * SLOWER)
        child.send_signal(signal.SIGKILL)
        code = child.wait()
        if code != -signal.SIGKILL:
            sys.exit(f"grow ended with {code} after {time.monotonic() - started:.2f} s")
        out.seek(0)
        whole = out.read().decode().rpartition("\n")[0]
    return [int(line.split()[1]) for line in whole.splitlines()]


def ids_of(ledger):
    """The ids that are there; what verify tells ends the test."""
    done = subprocess.run([GROW, "--verify", ledger], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"verify ends with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return {int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("has ")}


def series(folder, kills):
    """Reported, there, and runs that had come to add."""
    ledger = os.path.join(folder, "ledger.db")
    reported, number, busy = set(), 0, 0
    for _ in range(kills):
        new = run_and_kill(ledger, number)
        reported |= set(new)
        busy += bool(new)
        number += len(new)
        if not reported:  # killed before it had made a ledger, perhaps: the next one makes it
            subprocess.run([GROW, ledger, "0", "0"], check=True)
        there = ids_of(ledger)
        if reported - there:
            sys.exit(f"reported and lost: {sorted(reported - there)}")
        if len(there) > len(reported) + kills:  # one that was kept and not yet reported, each time
            sys.exit(f"{len(there)} articles are there, {len(reported)} were reported")
    return len(reported), busy


kept = busy = 0
for start in range(0, KILLS, LEDGERS_AFTER):
    with tempfile.TemporaryDirectory() as folder:
        some, adding = series(folder, min(LEDGERS_AFTER, KILLS - start))
        kept += some
        busy += adding
if busy < KILLS // 4 or not kept:
    sys.exit(f"only {busy} of {KILLS} runs had come to add: nothing was tried")
print(f"{KILLS} kills, {busy} of them after the first article: {kept} articles reported, all of them there, verify clean")

# ---- the program, with two jobs, waiting for the disk ----
TOGETHER = 60  # articles of a run


def add_and_kill(ledger, articles):
    """The ids that were told until the end."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([SAYSO, "add", "--jobs", "2", "--durable", "--verbose", "--ledger", ledger, articles], stdout=out,
                                 stderr=subprocess.DEVNULL, env=os.environ | {"SAYSO_MODEL": os.environ["SAYSO_MODEL_FILE"]})
        time.sleep(random.uniform(0, 0.8) * SLOWER)
        child.send_signal(signal.SIGKILL)
        if child.wait() not in (0, -signal.SIGKILL):
            sys.exit(f"sayso add ended with {child.returncode}")
        out.seek(0)
        whole = out.read().decode().rpartition("\n")[0]
    return [int(line.split()[1]) for line in whole.splitlines() if line.startswith("added ")]


told = busy = 0
for start in range(0, KILLS, LEDGERS_AFTER):
    with tempfile.TemporaryDirectory() as folder:
        ledger, articles = os.path.join(folder, "ledger.db"), os.path.join(folder, "articles.jsonl")
        reported = set()
        for i in range(min(LEDGERS_AFTER, KILLS - start)):
            made.write_lines(articles, i * TOGETHER, TOGETHER)
            new = add_and_kill(ledger, articles)
            reported |= set(new)
            busy += bool(new)
            if reported and reported - ids_of(ledger):
                sys.exit(f"told with --durable and lost: {sorted(reported - ids_of(ledger))}")
        told += len(reported)
if busy < KILLS // 8 or not told:
    sys.exit(f"only {busy} of {KILLS} runs had come to add: nothing was tried")
print(f"{KILLS} kills of 'add --jobs 2 --durable', {busy} after the first article: {told} articles told, all there, verify clean")

# ---- while an old ledger is brought up ----
FORMATS = {  # what it is, the tables that it alone has, articles and attributions
    1: (os.environ["SAYSO_FORMAT1"], {"actor_word"}, [15, 235]),
    2: (os.environ["SAYSO_FORMAT2"], set(), [14, 230]),
    3: (os.environ["SAYSO_FORMAT3"], set(), [14, 230]),
}
NOW = 4


def state_of(ledger, old):
    """Its format, after what the killed program left was taken up; a mixture ends the test."""
    db = sqlite3.connect(ledger)
    (made,), = db.execute("PRAGMA user_version")
    names = {name for name, in db.execute("SELECT name FROM sqlite_schema")}
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("article", "attribution")]
    db.close()
    own = FORMATS[old][1]
    if made not in (old, NOW) or ("event" in names) != (made >= 3) or ("watch" in names) != (made == NOW) or (own and (own <= names) != (made == old)):
        sys.exit(f"format {made} with the tables {sorted(names)}")
    if counts != FORMATS[old][2]:
        sys.exit(f"format {made} with {counts}")
    return made


def clear(ledger, old):
    for ending in ("", "-wal", "-shm", "-journal"):
        if os.path.exists(ledger + ending):
            os.remove(ledger + ending)
    shutil.copy(FORMATS[old][0], ledger)


def bring_up(ledger, seconds):
    """Kills it after that long; whether it was still at it."""
    child = subprocess.Popen([GROW, "--open", ledger], stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    code = child.wait()
    if code not in (0, -signal.SIGKILL):
        sys.exit(f"grow --open ended with {code}")
    return code != 0


def kill_while_brought_up(folder, old):
    ledger = os.path.join(folder, "ledger.db")
    clear(ledger, old)
    started = time.monotonic()
    subprocess.run([GROW, "--open", ledger], check=True, stdout=subprocess.DEVNULL)
    whole = time.monotonic() - started
    clear(ledger, old)
    outcomes = {old: 0, NOW: 0}
    for _ in range(KILLS):
        killed = bring_up(ledger, random.uniform(0, whole * 1.1))
        now = state_of(ledger, old)
        if not killed and now == old:
            sys.exit("it ended, and nothing was brought up")
        outcomes[now] += killed
        if now == old and random.random() < 0.5:
            continue  # the next one takes up what is left
        there = ids_of(ledger)
        if there != set(range(1, FORMATS[old][2][0] + 1)):
            sys.exit(f"there are {sorted(there)}")
        clear(ledger, old)
    if not outcomes[old]:
        sys.exit("none was killed before it was brought up: nothing was tried")
    print(f"{KILLS} kills while it was brought up from format {old}, in {whole:.3f} s: {outcomes[old]} were of that format still, "
          f"{outcomes[NOW]} of format {NOW}; nothing lost")


for old in FORMATS:
    with tempfile.TemporaryDirectory() as folder:
        kill_while_brought_up(folder, old)
