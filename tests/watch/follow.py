"""Feeds with every fault, killed again and again: each alert that is to be expected is told, and told once.

follow.py: ten feeds, five kills; with SAYSO_LONG=1 fifty feeds, a minute at sixty times the pace (an hour), ten kills. Feeds gain an
item now and then; they time out, fail, send us in circles, give bombs, break off, repeat themselves and turn round."""
import json
import os
import random
import signal
import subprocess
import tempfile
import threading
import time

from scene import (PROGRAM, SLOW, Site, break_off, circle, environment, gzip_bomb, hang, lines, need_model, no_feed, rss, sayso, story, wait_for)

need_model()
LONG = os.environ.get("SAYSO_LONG") == "1"
FEEDS, KILLS, SECONDS, PACE = (50, 10, 60, 60) if LONG else (10, 5, 8, 2000)
random.seed(18)
site = Site("")
folder = tempfile.mkdtemp(prefix="sayso-follow-")
ledger, out, atom = (os.path.join(folder, name) for name in ("ledger.db", "out.jsonl", "atom"))
expected, feeds, ended = set(), {i: [] for i in range(FEEDS)}, threading.Event()
FAULTS = [gzip_bomb, circle, hang, break_off, no_feed, 500, 503, 404]


def give(feed, fault=None):
    items = feeds[feed][-30:]
    if random.random() < 0.5:
        items = items[::-1]
    if items and random.random() < 0.3:
        items = items + [random.choice(items)]
    site.content[f"/feed{feed}"] = fault if fault else rss(items, f"Paper {feed}")


def publish():
    """New items, faults that come and go; every item is whole in its feed for long enough at the end."""
    number, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until and not ended.is_set():
        feed = number % FEEDS
        feeds[feed].append((f"{feed}-{number}", story(number, words=f"the warehouse numbered {number} on the quay of Ostrel would be closed before winter")))
        expected.add(number)
        give(feed, random.choice(FAULTS) if random.random() < 0.3 else None)
        give(random.randrange(FEEDS))
        number += 1
        time.sleep(SECONDS / (FEEDS * 6))
    for feed in feeds:  # what failed comes again
        give(feed)


def found():
    if not os.path.exists(out):
        return []
    with open(out, encoding="utf-8") as file:
        return lines(file.read().rpartition("\n")[0])


def numbers():
    return [int(a["words"].split("numbered ")[1].split()[0]) for a in found()]


def start():
    urls = [site.url(f"/feed{i}").replace("127.0.0.1", f"127.0.0.{1 + i % 50}") for i in range(FEEDS)]
    return subprocess.Popen([PROGRAM, "watch", "run", "--allow-private", "--quiet", "--every", "1", "--pace", str(PACE), "--ledger", ledger, "-o", out,
                             "--atom", atom, *urls], stdin=subprocess.DEVNULL, env=environment())


sayso("watch", "add", "--ledger", ledger, "--about", "warehouse", "--act", "state")
sayso("watch", "add", "--ledger", ledger, "--who", "Nobody Ever")
for feed in feeds:
    give(feed)
publisher = threading.Thread(target=publish, daemon=True)
publisher.start()
begun = time.monotonic()
for kill in range(KILLS):
    process = start()
    time.sleep(random.uniform(0.3, 1.7) * SECONDS / KILLS)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it ended by itself"
asked = len(site.log)
process = start()
publisher.join()
wait_for("the last run to be under way", lambda: len(site.log) > asked)
until = time.monotonic() + SLOW
while set(numbers()) < expected:
    if time.monotonic() > until:
        ended.set()
        raise SystemExit(f"not told: {sorted(expected - set(numbers()))[:20]} of {len(expected)}")
    time.sleep(0.2)
with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
    memory = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
process.send_signal(signal.SIGTERM)
code = process.wait(timeout=SLOW)
assert code == 0, code
told = numbers()
assert len(told) == len(set(told)), f"told twice: {sorted(n for n in set(told) if told.count(n) > 1)[:20]}"
assert set(told) == expected, sorted(set(told) ^ expected)[:20]
ids = [a["alert"] for a in found()]
assert ids == sorted(ids) == list(range(1, len(ids) + 1)), "each number once, in their order"
assert ": 0 faults" in sayso("verify", "--ledger", ledger).stdout
print(f"{FEEDS} feeds, {len(site.log)} requests in {time.monotonic() - begun:.0f} s, {KILLS} kills: {len(told)} alerts expected, each told once; {memory // 1024} MB at the end")
