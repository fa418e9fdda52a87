"""Killed at any instant while it adds, a ledger has every article that was reported as added, and nothing by halves.

kill.py GROW: twenty times, two hundred with SAYSO_LONG=1. The same ledger goes on for ten kills, so that what a killed
program left is taken up by the next one."""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

GROW = sys.argv[1]
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
