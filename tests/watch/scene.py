"""What tests of the watch share: feeds that a real HTTP server gives, with faults; who takes alerts by HTTP and by mail; the program."""
import base64
import email
import gzip
import html
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROGRAM = os.environ["SAYSO_PROGRAM"]
MODEL = os.environ["SAYSO_MODEL_FILE"]
SLOW = 300  # seconds after which something has failed: nothing here depends on how fast it goes
NAMES = ("Ines Caldo", "Piet Marrowin", "Maud Ellersby", "Rufus Quennerby", "Ansel Threlk", "Dorrit Haleko", "Hesper Tarn")


def need_model():
    if not os.path.exists(MODEL):
        print("skipped: no model file")
        sys.exit(77)


def environment(**more):
    kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy") and k != "SAYSO_WEBHOOK_SECRET"}
    return kept | {"SAYSO_MODEL": MODEL, "LC_ALL": "C"} | more


def sayso(*arguments, code=0, **more):
    """What it prints; any other exit status than that ends the test."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=SLOW, env=environment(**more))
    assert code is None or done.returncode == code, (arguments, done)
    return done


def once(ledger, *arguments, code=0, pace=100000, **more):
    return sayso("watch", "run", "--once", "--allow-private", "--pace", str(pace), "--ledger", ledger, *arguments, code=code, **more)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def wait_for(what, holds, seconds=SLOW):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"waited too long for {what}"
        time.sleep(0.05)


# ---- feeds ----

def story(number, name=None, act="said", words=None):
    """An article's text, with one statement that no other has."""
    who = name or NAMES[number % len(NAMES)]
    said = words or f"the warehouse numbered {number} on the quay of Ostrel would be closed before winter"
    weeds = " ".join(f"reed{number}x{i}" for i in range(40))
    return f"Mayor {who} {act} that {said}.\n\nThe harbour lay still, and on the jetty were {weeds}."


def rss(items, title="Halmere Herald"):
    """items: (guid, text)"""
    rows = "".join(f"<item><title>{html.escape(str(guid))}</title><link>http://herald.example/{guid}</link><guid isPermaLink='false'>{guid}</guid>"
                   f"<pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate><description>"
                   f"{html.escape(''.join(f'<p>{html.escape(part)}</p>' for part in text.split(chr(10) * 2)))}</description></item>"
                   for guid, text in items)
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title>{rows}</channel></rss>".encode()


class Site:
    """content: path -> bytes, or a status, or a function of the request's handler, which answers itself."""

    def __init__(self, address="127.0.0.1"):
        site = self
        self.content, self.headers, self.log, self.posts, self.lock = {}, {}, [], [], threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, *_):
                pass

            def answer(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | site.headers.get(self.path, {}) | headers).items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                body = site.content.get(self.path, 404)
                asked = self.headers["If-None-Match"]
                with site.lock:
                    site.log.append((self.path, asked))
                if callable(body):
                    body(self)
                elif isinstance(body, int):
                    self.answer(body)
                else:
                    tag = f'"{abs(hash(body))}"'
                    if asked == tag:
                        self.answer(304, Content_Length="0", ETag=tag)
                    else:
                        self.answer(200, body, ETag=tag, Content_Type="application/rss+xml")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with site.lock:
                    site.posts.append((self.path, dict(self.headers), body))
                answer = site.content.get(self.path, 404)
                self.answer(answer if isinstance(answer, int) else 200)

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):  # who asked was killed
                pass

        self.server = Server((address, 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def asked(self, path):
        return [tag for p, tag in list(self.log) if p == path]


# ---- faults ----

def gzip_bomb(handler):
    body = gzip.compress(b"<rss>" + b" " * (200 << 20), 9)
    handler.answer(200, body, Content_Type="application/rss+xml", Content_Encoding="gzip")


def circle(handler):
    handler.answer(302, Location=handler.path)


def hang(handler):
    time.sleep(4)


def break_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<rss><channel><item><title>half")


def no_feed(handler):
    handler.answer(200, b"\x00\xff\x00\xff not a feed at all \x01", Content_Type="application/rss+xml")


# ---- mail ----

class Post:
    """A server that takes mail, and keeps it."""

    def __init__(self):
        self.letters, self.refuses = [], False
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            try:
                self.talk(connection.makefile("rwb"))
            except OSError:
                pass
            connection.close()

    def talk(self, file):
        def say(words):
            file.write(words + b"\r\n")
            file.flush()

        say(b"220 here")
        while line := file.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                say(b"354 go on")
                text = b""
                while (line := file.readline()) not in (b".\r\n", b""):
                    text += line[1:] if line.startswith(b"..") else line
                self.letters.append(email.message_from_bytes(text))
                say(b"250 taken")
            elif verb == b"QUIT":
                return say(b"221 bye")
            elif verb == b"MAIL" and self.refuses:
                say(b"451 later")
            else:
                say(b"250 yes")


def text_of(letter):
    return base64.b64decode(letter.get_payload()).decode()
