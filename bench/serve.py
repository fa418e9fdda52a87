"""sayso serve under an open load: bench/serve.py PROGRAM LEDGER [PER_SECOND [SECONDS]]. A mix of all pages and questions, from this
process; each request has its moment, and its time runs from there whether the ones before are answered or not. Prints the median, the
95th percentile and the longest of each kind, errors, memory and how long the server took to listen."""
import collections
import http.client
import json
import queue
import random
import re
import signal
import subprocess
import sys
import threading
import time
from urllib.parse import quote

program, ledger = sys.argv[1:3]
rate, seconds = int((sys.argv[3:4] or [50])[0]), int((sys.argv[4:5] or [60])[0])
lot = random.Random(1)

began = time.monotonic()
server = subprocess.Popen([program, "serve", "--ledger", ledger, "--port", "0"], stdout=subprocess.PIPE)
port = int(re.search(rb":(\d+)\n", server.stdout.readline()).group(1))
started = time.monotonic() - began


def ask(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def get(path):
    return json.loads(ask(http.client.HTTPConnection("127.0.0.1", port, timeout=600), path)[1])


last = get("/api/v1/articles?limit=1")["articles"][0]["id"]
actors = [a["id"] for a in get("/people.json?limit=200")["actors"]]
lots = get("/lot.json?limit=200")
claims = [s["claim"] for s in lots if "claim" in s]
words = sorted({w for s in lots for w in re.findall(r"[A-Za-z]{6,}", s["content"])})
names = sorted({s["source"]["name"] for s in lots if "name" in s["source"]})
for slow in ("/talks?deeds=yes", "/talks", "/api/v1/stats", "/counts?by=outlet&act=deny", "/counts?by=act&outlet=" + quote(next(s["article"]["outlet"] for s in lots if "outlet" in s["article"]))):
    ask(http.client.HTTPConnection("127.0.0.1", port, timeout=600), slow)
kinds = {
    "home": lambda: "/", "older": lambda: f"/?before={lot.randrange(20, last)}", "search, a word": lambda: "/?q=" + lot.choice(words),
    "search, two": lambda: "/?q=" + lot.choice(words) + "+" + lot.choice(words), "article": lambda: f"/article/{lot.randrange(1, last)}",
    "claim": lambda: f"/claim/{lot.choice(claims)}", "person": lambda: f"/who/{lot.choice(actors)}", "people": lambda: "/people",
    "a name": lambda: "/people?name=" + quote(lot.choice(names)), "talks": lambda: "/talks", "talks of one": lambda: f"/talks?name=%23{lot.choice(actors)}",
    "counts, kept": lambda: "/counts?by=outlet&act=deny", "try": lambda: "/try", "claim.json": lambda: f"/claim/{lot.choice(claims)}.json",
    "article.json": lambda: f"/article/{lot.randrange(1, last)}.json", "audit": lambda: f"/api/v1/articles/{lot.randrange(1, last)}/audit",
    "who": lambda: f"/api/v1/who?name=%23{lot.choice(actors)}", "about": lambda: "/api/v1/about?q=" + lot.choice(words), "stats": lambda: "/api/v1/stats",
    "Atom": lambda: "/home.atom", "events": lambda: "/events", "events of one": lambda: f"/events?who=%23{lot.choice(actors)}",
    "compare": lambda: "/compare?articles=" + ",".join(str(lot.randrange(1, last)) for _ in range(3)), "decisions": lambda: "/decisions",
    "deeds, kept": lambda: "/talks?deeds=yes", "a part of all": lambda: f"/api/v1/statements?limit=200&before={lot.randrange(200, last)}",
}
todo, times, errors = queue.Queue(), collections.defaultdict(list), []


def work():
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    while (job := todo.get()) is not None:
        moment, kind, path = job
        try:
            status, _ = ask(connection, path)
            if status != 200:
                errors.append((status, path))
        except OSError as error:
            errors.append((error, path))
            connection.close()
        times[kind].append(time.monotonic() - moment)


workers = [threading.Thread(target=work) for _ in range(64)]
for worker in workers:
    worker.start()
order = list(kinds)
begin = time.monotonic() + 0.2
for number in range(rate * seconds):
    moment = begin + number / rate
    kind = order[number % len(order)]
    path = kinds[kind]()
    time.sleep(max(0, moment - time.monotonic()))
    todo.put((moment, kind, path))
for worker in workers:
    todo.put(None)
for worker in workers:
    worker.join()

print(f"{'':16} requests  median     p95  longest (ms)")
for kind in order:
    t = sorted(times[kind])
    print(f"{kind:16} {len(t):8}  {1000 * t[len(t) // 2]:6.1f}  {1000 * t[int(len(t) * 0.95)]:6.1f}  {1000 * t[-1]:6.1f}")
with open(f"/proc/{server.pid}/status") as file:
    memory = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
print(f"{len(errors)} errors {errors[:3]}; {memory / 1000:.0f} MB; listening after {1000 * started:.0f} ms")
server.send_signal(signal.SIGTERM)
server.wait()
