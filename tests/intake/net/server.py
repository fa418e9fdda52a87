"""A web server for tests: one address, several ports, each with a robots.txt of its own.

Prints "NAME PORT" for each, then "ready"; after that a line for each request before it is answered: the time in
milliseconds, the port's name, the path, then NAME=VALUE for the headers that the tests look at. It ends when its standard
input does, so that it never outlives the test."""
import gzip
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = "<!DOCTYPE html><title>Port Vellan</title><p>The harbour opened, said Mara Voss.</p>"
ROBOTS = {
    "open": None,
    "rules": "User-agent: *\nDisallow: /\n\nUser-agent: sayso\nDisallow: /private\nCrawl-delay: 0.3\n",
    "down": 503,
    "moved": "/moved/robots.txt",
    "long": "User-agent: *\nDisallow: /private\n" + "#" * 600_000 + "\nDisallow: /\n",
}
LOGGED = ["User-Agent", "If-None-Match", "If-Modified-Since", "Accept-Encoding", "Cookie", "Authorization"]
tries = {}
lock = threading.Lock()


def item(number, base, link=True, text=""):
    where = f"<link>{base}/page/{number}</link>" if link else ""
    return f"<item><title>Report {number}</title>{where}<description>{text}</description></item>"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, body=b"", **headers):
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        headers.setdefault("Content_Type", "text/html; charset=utf-8")
        for name, value in headers.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            pass

    def do_GET(self):
        said = " ".join(f"{name}={self.headers[name]}" for name in LOGGED if self.headers[name])
        with lock:
            print(time.monotonic_ns() // 1_000_000, self.server.name, self.path, said, flush=True)
        path = self.path.split("?")[0]
        if path == "/robots.txt":
            return self.robots(ROBOTS[self.server.name])
        kind, _, rest = path[1:].partition("/")
        getattr(self, "get_" + kind.replace("-", "_"), self.get_none)(rest)

    def robots(self, rules):
        if rules is None:
            return self.send(404)
        if isinstance(rules, int):
            return self.send(rules)
        if rules.startswith("/"):
            return self.send(301, Location=rules)
        self.send(200, rules, Content_Type="text/plain")

    def get_moved(self, _):
        self.send(200, "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")

    def get_none(self, _):
        self.send(404, "no such page")

    def get_page(self, _):
        self.send(200, PAGE)

    get_private = get_page

    def get_status(self, number):
        self.send(int(number), "no")

    def get_chain(self, left):
        """A redirect that is relative, as many times as it says."""
        self.send(302, Location=f"{int(left) - 1}" if int(left) else "/page")

    def get_loop(self, _):
        self.send(301, Location="/loop")

    def get_to(self, rest):
        """A redirect to another port of ours, or to what follows "as/"."""
        if rest.startswith("as/"):
            return self.send(301, Location=rest[3:])
        name, _, path = rest.partition("/")
        self.send(301, Location=f"http://127.0.0.1:{ports[name]}/{path}")

    def get_visit(self, _):
        if self.headers["If-None-Match"] == '"seven"' or self.headers["If-Modified-Since"]:
            return self.send(304)
        self.send(200, PAGE, ETag='"seven"', Last_Modified="Sat, 07 Mar 2026 09:00:00 GMT")

    def get_always_304(self, _):
        self.send(304)

    def get_later(self, rest):
        """Too many requests: /later/SECONDS/HOW_OFTEN."""
        seconds, often = rest.split("/")
        tries[self.path] = tries.get(self.path, 0) + 1
        if tries[self.path] > int(often):
            return self.send(200, PAGE)
        self.send(429, "", Retry_After=seconds or None)

    def get_gzip(self, _):
        self.send(200, gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def get_gzip_bomb(self, _):
        self.send(200, gzip.compress(b"a" * 200_000_000, 1), Content_Encoding="gzip")

    def get_long_header(self, _):
        self.send(200, b"<p>no</p>", X_Long="x" * 200000)

    def get_gzip_broken(self, _):
        self.send(200, b"\x1f\x8b\x08\0\0\0\0\0\0\3" + b"\xff" * 40, Content_Encoding="gzip")

    def get_type(self, rest):
        """The page under a type: /type/image/png."""
        self.send(200, PAGE, Content_Type=rest or None)

    def get_charset(self, _):
        self.send(200, b"<p>caf\xe9</p>", Content_Type='text/html; charset="ISO-8859-1"')

    def get_text_feed(self, _):
        self.send(200, FEEDS["own"])

    def get_large(self, size):
        self.send(200, b"<p>" + b"a" * int(size))

    def get_empty(self, _):
        self.send(200)

    def get_short(self, _):
        """Promises more than it sends."""
        self.send(200, PAGE, Content_Length="100000")
        self.close_connection = True

    def get_silent(self, _):
        self.close_connection = True

    def get_drip(self, _):
        """A byte now and then, for as long as somebody listens."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _ in range(600):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.1)
        except ConnectionError:
            pass
        self.close_connection = True

    def get_cookie(self, _):
        self.send(200, PAGE, Set_Cookie="who=sayso; Path=/")

    def get_feed(self, name):
        self.send(200, FEEDS[name], Content_Type="application/rss+xml")


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # who has read enough hangs up
            super().handle_error(*_)


def main():
    servers = []
    for name in ROBOTS:
        server = Server(("127.0.0.1", 0), Handler)
        server.name = name
        ports[name] = server.server_port
        servers.append(server)
    base = f"http://127.0.0.1:{ports['open']}"
    long_text = "The council of Halmere votes on Monday. " * 15
    items = {
        "own": [item(1, base, text="short"), item(2, base, text="short")],
        "mixed": [item(1, base, text="short"), item("none", base, link=False, text="short"),
                  item("gone", base, text="short").replace("/page/gone", "/status/404"),
                  item("kept", base, text=long_text).replace("/page/kept", "/status/500"),
                  item("feed", base, text="short").replace("/page/feed", "/feed/own")],
    }
    for name, all_items in items.items():
        FEEDS[name] = ("<?xml version='1.0'?><rss version='2.0'><channel><title>Halmere Herald</title>"
                       + "".join(all_items) + "</channel></rss>")
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.name, server.server_port)
    print("ready", flush=True)
    sys.stdin.read()
    os._exit(0)


ports = {}
FEEDS = {}
if __name__ == "__main__":
    main()
