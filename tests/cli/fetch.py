"""sayso read and sayso add over a real web server: pages, a feed followed twice, conditional requests, robots.txt, what
fails beside what does not, and the exit status of each."""
import json
import os
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROGRAM = os.environ["SAYSO_PROGRAM"]
MODEL = os.environ["SAYSO_MODEL_FILE"]
if not os.path.exists(MODEL):
    print("no model file")
    sys.exit(77)

WORDS = {"wall": "rebuild the harbour wall", "ferry": "buy a second ferry", "school": "close the old school",
         "market": "move the fish market"}
log = []  # "PATH STATUS", with a "?" behind the path where the request was conditional
content = {}


def page(name, day="Monday"):
    told = f"Halmere will {WORDS[name]}, Mayor Mara Voss told reporters in Port Vellan on {day}."
    return (f"<!DOCTYPE html><title>{name.title()}</title><meta property=article:published_time content=2026-03-02>"
            f"<article><h1>{name.title()}</h1><p>{told}</p><p>Two members "
            f'of the council had asked for it. "We have talked about this for years," said Tom Reyne, who runs the '
            f"office for the {name}. The work begins in April, he said.</p></article>")


def feed(*names, text="short"):
    items = "".join(f"<item><title>{n}</title><link>/{n}</link><guid isPermaLink='false'>{n}</guid>"
                    f"<description>{text} {n}</description></item>" for n in names)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Halmere Herald</title>{items}</channel></rss>"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        body = content.get(self.path)
        asked = self.headers["If-None-Match"]
        tag = f'"{hash(body)}"'
        status = body if isinstance(body, int) else 404 if body is None else 304 if asked == tag else 200
        log.append(f"{self.path}{'?' if asked else ''} {status}")
        sent = body.encode() if status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else
                         "application/rss+xml" if "feed" in self.path else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(sent)))
        if status in (200, 304):
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(sent)


class Server(ThreadingHTTPServer):
    daemon_threads = True


faults = []


def expect(what, actual, expected):
    if actual != expected:
        faults.append(f"{what} is {actual!r}, expected {expected!r}")


def sayso(*arguments):
    """Exit status, standard output, standard error, what the server was asked but for robots.txt."""
    del log[:]
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120,
                          env=environment | {"SAYSO_MODEL": MODEL, "LC_ALL": "C"})
    return done.returncode, done.stdout, done.stderr, [line for line in log if not line.startswith("/robots.txt")]


def add(ledger, *arguments):
    code, out, err, asked = sayso("add", "--ledger", ledger, "--allow-private", *arguments)
    return code, out.split(";")[0].strip(), err, asked


def one_page(base):
    content["/wall"] = page("wall")
    code, out, err, _ = sayso("read", "--allow-private", "--format", "csv", f"{base}/wall")
    expect("a page", (code, err), (0, ""))
    expect("who said it", "Mara Voss" in out and "Tom Reyne" in out, True)
    code, out, err, asked = sayso("read", f"{base}/wall")
    expect("a private address", (code, out, asked), (1, "", []))
    expect("its sentence", "--allow-private lets it be fetched" in err, True)
    code, out, err, asked = sayso("read", "--allow-private", f"{base}/no-such", f"{base}/wall")
    expect("a page that is not there beside one that is", (code, "Mara Voss" in out), (1, True))
    expect("its sentence", err, f"sayso: {base}/no-such: the server has no such page (HTTP 404); check the URL\n")


def robots(base):
    content["/robots.txt"] = "User-agent: sayso\nDisallow: /wall\n"
    code, _, err, asked = sayso("read", "--allow-private", f"{base}/wall")
    expect("what robots.txt forbids", (code, asked), (1, []))
    expect("its sentence", "robots.txt asks not to fetch it" in err, True)
    del content["/robots.txt"]


def followed(base, ledger):
    for name in ("wall", "ferry", "school"):
        content["/" + name] = page(name)
    content["/feed"] = feed("wall", "ferry")
    expect("a feed", add(ledger, "--follow", f"{base}/feed"),
           (0, "2 articles added", "", ["/feed 200", "/wall 200", "/ferry 200"]))
    expect("the feed as it was", add(ledger, "--follow", f"{base}/feed"), (0, "0 articles added", "", ["/feed? 304"]))
    content["/feed"] = feed("wall", "ferry", "school")
    content["/ferry"] = page("ferry", "Tuesday")
    expect("the feed with a new item and a changed page", add(ledger, "--follow", f"{base}/feed"),
           (0, "1 article added, 1 revised", "", ["/feed? 200", "/wall? 304", "/ferry? 200", "/school 200"]))


def followed_later(base, ledger):
    long_text = "The council of Halmere votes on Monday, Mara Voss said. " * 3
    content["/feed"] = feed("wall", text=long_text)
    expect("a feed without its pages", add(ledger, f"{base}/feed")[::3], (0, ["/feed 200"]))
    expect("again", add(ledger, f"{base}/feed")[::3], (0, ["/feed? 304"]))
    expect("then with its pages", add(ledger, "--follow", f"{base}/feed")[::3], (0, ["/feed 200", "/wall 200"]))


def one_fails(base, ledger):
    content["/market"] = 403
    content["/feed"] = feed("wall", "market", "ferry")
    code, out, err, asked = add(ledger, "--follow", f"{base}/feed")
    expect("a feed of which a page fails", (code, out), (1, "2 articles added"))
    expect("its sentence", err, f"sayso: {base}/feed: item 2: the server lets only some see it (HTTP 403); give the "
           "page as a file\n")
    content["/market"] = page("market")
    expect("what failed is asked again, and the feed with it", add(ledger, "--follow", f"{base}/feed"),
           (0, "1 article added", "", ["/feed 200", "/wall? 304", "/market 200", "/ferry? 304"]))
    expect("then nothing", add(ledger, "--follow", f"{base}/feed")[::3], (0, ["/feed? 304"]))


def forged(base, ledger):
    """What another host, its feed, or a file here say is base/wall retires nothing."""
    other = base.replace("127.0.0.1", "localhost")
    content["/wall"] = page("wall")
    content["/false"] = f"<link rel=canonical href={base}/wall>" + page("ferry")
    text = "Mayor Mara Voss denied on Monday that Halmere will have a wall. " * 3
    content["/feed"] = feed("wall", text=text).replace("<link>/", f"<link>{base}/")
    expect("the real page", add(ledger, f"{base}/wall")[1], "1 article added")
    code, out, err, _ = add(ledger, f"{other}/false")
    expect("a page that calls itself so", (code, out, "of another domain" in err), (0, "1 article added", True))
    expect("a feed's item", add(ledger, f"{other}/feed")[1], "1 article added")
    with open(ledger + ".json", "w", encoding="utf8") as file:
        json.dump({"url": f"{base}/wall", "text": text.replace("Mara", "Nora")}, file)
    expect("a file", add(ledger, ledger + ".json")[1], "1 article added")
    with open(ledger + ".json", "w", encoding="utf8") as file:
        json.dump({"url": f"{base}/wall", "text": text.replace("Mara", "Dora")}, file)
    expect("the file, changed", add(ledger, ledger + ".json")[1], "0 articles added, 1 revised")
    content["/feed"] = content["/feed"].replace("denied", "denied again")
    expect("the item, changed", add(ledger, f"{other}/feed")[1], "0 articles added, 1 revised")
    expect("what it says still", "told reporters" in sayso("show", "--ledger", ledger, f"{base}/wall")[1], True)
    content["/wall?utm_source=rss"] = page("wall", "Tuesday")
    expect("the page, mended", add(ledger, f"{base}/wall?utm_source=rss")[1], "0 articles added, 1 revised")
    expect("the proof", sayso("verify", "--ledger", ledger)[0], 0)


def main():
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as folder:
        one_page(base)
        robots(base)
        followed(base, os.path.join(folder, "followed"))
        followed_later(base, os.path.join(folder, "later"))
        forged(base, os.path.join(folder, "forged"))
        one_fails(base, os.path.join(folder, "fails"))
    print("\n".join(faults) or "as it should be")
    return bool(faults)


sys.exit(main())
