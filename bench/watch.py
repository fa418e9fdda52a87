#!/usr/bin/env python3
"""What the watch costs.

  bench/watch.py match [WATCHES [ARTICLES]]  so many watches (10,000) against so many articles (1,000) of bench/ledger.py: the processor's seconds
                                            of 'sayso add'; of matching ('sayso watch run --once' at night, when nobody is told); of telling
                                            what was found; and the same with a single watch
  bench/watch.py month [FEEDS]              a month of 'sayso watch run' on so many local feeds (10), each asked every fifteen minutes, as fast as it
                                            goes: resident memory at each tenth of it

  bench/watch.py sample TEXTS [N]           the watches of bench/watches-2016.jsonl on 500 of the articles that lie there as OUTLET_DAY_NAME.txt (PolNeAR's
                                            train/text), in the order of their days; N alerts by lot (80), each with the words before it, to be judged

SAYSO_PROGRAM names the program (build/sayso). Watches are for people, words and outlets of the articles, in the proportions in which articles
have them, and for such as no article has."""
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("SAYSO_PROGRAM", os.path.join(ROOT, "build", "sayso"))
os.environ.setdefault("SAYSO_MODEL_FILE", os.path.join(ROOT, "models", "sayso.model"))
os.environ["SAYSO_PROGRAM"] = PROGRAM
sys.path[:0] = [os.path.join(ROOT, "tests", "watch"), os.path.join(ROOT, "bench")]
import ledger as made  # noqa: E402
import scene  # noqa: E402

ROUNDS = 30 * 24 * 4


def cost(*arguments):
    """Seconds of the processor, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([PROGRAM, *arguments], stdout=subprocess.PIPE, check=True, env=scene.environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.decode()


def write_watches(path, articles, count):
    """One in ten is for somebody whom articles have, and half of these for anything that he says."""
    rng = random.Random(18)
    names = sorted(set(re.findall(r"\b(?:Minister|Senator|Governor|Mayor|Judge|General) ([A-Z]\w+ [A-Z]\w+)", articles)))
    with open(path, "w", encoding="utf-8") as file:
        for i in range(count):
            known = names and rng.random() < 0.1
            who = rng.choice(names) if known else f"Rudolf Nobodian{i}"
            about = f"{rng.choice(made.THINGS)} {rng.choice(made.VERBS)}" + ("" if known else f" nowhere{i % 500}")
            watch = {"name": f"w{i}"} | rng.choice([{"who": who}, {"who": who, "about": about}, {"about": about}, {"who": who, "act": "deny"},
                                                    {"about": about, "act": "deny"}, {"outlet": f"Herald of Nowhere {i}"}])
            file.write(json.dumps(watch) + "\n")


def match(watches=10000, articles=1000):
    with tempfile.TemporaryDirectory() as folder:
        path, file = os.path.join(folder, "articles.jsonl"), os.path.join(folder, "watches.jsonl")
        with open(path, "w", encoding="utf-8") as out:
            subprocess.run([sys.executable, os.path.join(ROOT, "bench", "ledger.py"), "write", str(articles)], stdout=out, check=True)
        with open(path, encoding="utf-8") as text:
            write_watches(file, text.read(), watches)
        for count in (watches, 1):
            db = os.path.join(folder, f"{count}.db")
            if count > 1:
                subprocess.run([PROGRAM, "watch", "import", "--ledger", db, file], check=True, stdout=subprocess.DEVNULL)
            else:
                subprocess.run([PROGRAM, "watch", "add", "--ledger", db, "--who", "Rudolf Nobodian"], check=True, stdout=subprocess.DEVNULL)
            adding, _ = cost("add", "--quiet", "--jobs", "1", "--ledger", db, path)
            told = os.path.join(folder, f"{count}.jsonl")
            hour = time.localtime().tm_hour
            matching, _ = cost("watch", "run", "--once", "--quiet", "--ledger", db, "-o", told, "--quiet-hours", f"{hour}-{(hour + 2) % 24}")
            telling, _ = cost("watch", "run", "--once", "--quiet", "--ledger", db, "-o", told)
            with open(told, encoding="utf-8") as lines:
                alerts = sum(1 for _ in lines)
            print(f"{count} watch{'es' if count > 1 else ''}, {articles} articles: adding {adding:.2f} s, matching {matching:.2f} s "
                  f"({100 * matching / adding:.1f} % of adding), telling {alerts} alerts {telling:.2f} s", flush=True)


def month(feeds=10):
    with tempfile.TemporaryDirectory() as folder:
        db, site = os.path.join(folder, "ledger.db"), scene.Site()
        scene.sayso("watch", "add", "--ledger", db, "--about", "warehouse")
        items = {i: [] for i in range(feeds)}
        for i in items:
            site.content[f"/{i}"] = scene.rss(items[i])
        process = subprocess.Popen([PROGRAM, "watch", "run", "--allow-private", "--quiet", "--pace", "100000", "--status-port", "0", "--ledger", db,
                                    "-o", os.path.join(folder, "out.jsonl"), "--atom", os.path.join(folder, "atom"), *(site.url(f"/{i}") for i in items)],
                                   env=scene.environment())
        number, shown, begun = 0, 0, time.monotonic()
        while shown <= 10:
            rounds = len(site.log) // feeds
            if rounds >= shown * ROUNDS // 10:
                with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
                    memory = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
                print(f"{shown * 10:3d} % of a month, {rounds} rounds, {number} articles, {time.monotonic() - begun:.0f} s: {memory / 1024:.1f} MB", flush=True)
                shown += 1
            feed = number % feeds
            items[feed] = (items[feed] + [(number, scene.story(number))])[-20:]
            site.content[f"/{feed}"] = 500 if random.random() < 0.1 else scene.rss(items[feed])
            number += 1
            time.sleep(0.1)
        process.terminate()
        process.wait()


def write_days(folder, path):
    names = sorted(name for name in os.listdir(folder) if re.match(r".+_\d{4}-\d\d-\d\d_.*\.txt$", name))
    random.Random(18).shuffle(names)
    rows = []
    for name in names[:500]:
        outlet, day, _ = re.match(r"(.+?)_(\d{4}-\d\d-\d\d)_(.*)\.txt$", name).groups()
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            rows.append({"published": day, "id": name[:-4], "outlet": outlet, "text": file.read()})
    with open(path, "w", encoding="utf-8") as out:
        for row in sorted(rows, key=lambda row: (row["published"], row["id"])):
            out.write(json.dumps(row) + "\n")
    return {row["id"]: row["text"].encode() for row in rows}


def sample(texts, count=80):
    with tempfile.TemporaryDirectory() as folder:
        db, path = os.path.join(folder, "ledger.db"), os.path.join(folder, "articles.jsonl")
        text = write_days(texts, path)
        subprocess.run([PROGRAM, "watch", "import", "--ledger", db, os.path.join(ROOT, "bench", "watches-2016.jsonl")], check=True)
        subprocess.run([PROGRAM, "add", "--quiet", "--ledger", db, path], check=True, env=scene.environment())
        found = scene.lines(subprocess.run([PROGRAM, "watch", "run", "--once", "--ledger", db], check=True, stdout=subprocess.PIPE, text=True).stdout)
        print(len(found), "alerts")
        for alert in random.Random(18).sample(found, min(int(count), len(found))):
            s = alert["statement"]
            begin = min(s["bytes"].get(part, [1 << 30])[0] for part in ("source", "cue"))
            before = text[s["article"]["label"]][max(0, begin - 120):begin].decode(errors="ignore").replace("\n", " ")
            print(f"[{alert['watch']['name']}] …{before}| {s['source'].get('text')} ({s['source'].get('name')}, {s['source'].get('kind')}) {s.get('cue')} "
                  f"[{s['act']}] {alert['words'][:150]}")


if __name__ == "__main__":
    verbs = {"match": match, "month": month, "sample": sample}
    if len(sys.argv) < 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    verbs[sys.argv[1]](*(int(a) if a.isdigit() else a for a in sys.argv[2:]))
