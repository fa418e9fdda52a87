"""A server to be asked, on a free port, over a ledger of data/sample; and what its pages must be."""
import atexit
import html.parser
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.parse

PROGRAM = os.environ["SAYSO_PROGRAM"]
SAMPLE = os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "data", "sample")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \" onmouseover=alert(1) ' `x` &lt;b&gt; </style></title>"
VOID = {"meta", "br", "input", "link", "img"}


def need_model():
    if not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
        print("skipped: no model file")
        sys.exit(77)
    os.environ["SAYSO_MODEL"] = os.environ["SAYSO_MODEL_FILE"]


def run(*arguments, code=0, **more):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, stdin=subprocess.DEVNULL, **more)
    assert done.returncode == code, (arguments, done)
    return done.stdout


def add_hostile(folder, ledger):
    """Two articles of which each field tries to get out of its place."""
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    path = os.path.join(folder, "rows.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for number, url in enumerate(("javascript:alert(1)", "https://a.example/\"><script>alert(1)</script>")):
            out.write(json.dumps({"id": f"evil-{number}\"><script>", "title": escaped, "outlet": escaped, "byline": escaped, "url": url,
                                  "published": "2026-03-07", "text": f"The port of <script>alert(1)</script> said {number} gulls were seen "
                                  f"on the <b onclick=alert(1)>sea wall</b>. \"{HOSTILE}\" Mr. Roe <img src=x> said."}) + "\n")
    run("add", "--quiet", "--ledger", ledger, path)


TOLD = {  # one deed in three articles, one of them a denial; and one of another day
    "a": ("Harbour Gazette", "2026-03-04", "Senator Rufus Quennerby endorsed Maud Ellersby in the contest on Tuesday. The mayor's lamps were lit."),
    "b": ("Radio Fathom", "2026-03-04", "Commissioner Ansel Threlk said that Senator Rufus Quennerby endorsed Prime Minister Maud Ellersby "
          "in the contest on Tuesday.\n\nThe gulls were counted twice that morning, and nobody came to hear the sum."),
    "c": ("Meridian", "2026-03-05", "Senator Rufus Quennerby denied that he endorsed Prime Minister Maud Ellersby in the contest on Tuesday.\n\nWhat the "
          "harbour had in lamps it wanted in oil, as every winter."),
    "d": ("Lantern Post", "2026-03-09", "Senator Rufus Quennerby endorsed Prime Minister Maud Ellersby in the contest on Monday.\n\nThe clerks of the port "
          "went home early, since the snow had come before the ships."),
}


def add_told(folder, ledger):
    path = os.path.join(folder, "told.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for name, (outlet, day, text) in TOLD.items():
            out.write(json.dumps({"id": name, "outlet": outlet, "published": day, "text": text}) + "\n")
    run("add", "--quiet", "--ledger", ledger, path)


class Server:
    def __init__(self, ledger, *options):
        self.process = subprocess.Popen([PROGRAM, "serve", "--ledger", ledger, "--port", "0", "--rate", "0", *options], stdout=subprocess.PIPE,
                                        stdin=subprocess.DEVNULL)
        atexit.register(lambda: self.process.poll() is None and self.process.kill())
        first = self.process.stdout.readline().decode()
        found = re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)\n", first)
        assert found, first
        self.port = int(found.group(1))

    def connect(self, timeout=60):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, path, method="GET", body=None, **headers):
        """Status, headers with small names, bytes."""
        connection = self.connect()
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        result = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return result

    def get(self, path):
        status, headers, body = self.ask(path)
        assert status == 200, (path, status, body[:400])
        return body

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0
        self.process.stdout.close()


class Page(html.parser.HTMLParser):
    """Well formed, without a script, every link to a place that is there."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.inner, self.links, self.faults, self.words = [], [], [], [], [], []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]
        self.faults += [f"id {i} stands twice" for i in set(self.ids) if self.ids.count(i) > 1]
        self.faults += [f"#{to} leads nowhere" for to in self.inner if to not in self.ids]
        if re.search(r"url\(|@import|expression\(", "".join(re.findall(r"<style>.*?</style>", text, re.S))):
            self.faults.append("the looks come from elsewhere")

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "iframe", "object", "embed", "base", "svg"):
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name in ("srcdoc", "style"):
                self.faults.append(f"{name}={value}")
            if name in ("href", "src", "action") and not value.startswith(("#", "http://", "https://", "/")):
                self.faults.append(f"{name}={value}")
        known = dict(attributes)
        if "id" in known:
            self.ids.append(known["id"])
        to = known.get("href") or known.get("src") or known.get("action") or ""
        if to.startswith("#"):
            self.inner.append(to[1:])
        elif to.startswith("/"):
            self.links.append(to)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open")

    def handle_data(self, data):
        self.words.append(data)


def made(folder, hostile=True):
    ledger = os.path.join(folder, "ledger")
    run("add", "--quiet", "--ledger", ledger, SAMPLE)
    if hostile:
        add_hostile(folder, ledger)
    return ledger
