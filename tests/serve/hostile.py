"""What means harm: heads that never end and many connections, bodies without end, bytes that are no HTTP, forms of scripts in whatever
can be named. The server answers others meanwhile, stays small, and lives. SAYSO_LONG=1: 10,000 connections, a body of a gigabyte."""
import os
import random
import re
import resource
import socket
import tempfile
import threading
import time

from server import HOSTILE, Page, Server, add_hostile, made, need_model

LONG = os.environ.get("SAYSO_LONG") == "1"
FORMS = [
    HOSTILE, "<svg onload=alert(1)>", "'\"><img src=x onerror=alert(1)>", "</title><script>alert(1)</script>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "<a href=\"jav&#x09;ascript:alert(1)\">x</a>", "<math><mi//xlink:href=\"data:x\">",
    "\u202e<script>alert(1)</script>", "<scr\u0000ipt>".replace("\u0000", ""), "<<script>alert(1)//<</script>", "{{constructor.constructor('alert(1)')()}}",
    "%3Cscript%3Ealert(1)%3C/script%3E", "&lt;script&gt;alert(1)&lt;/script&gt;", "<style>@import'//evil.example'</style>", "\" autofocus onfocus=alert(1) x=\"",
    "<body onpageshow=alert(1)>", "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "\\\"><script>alert(1)</script>", "${alert(1)}", "`${alert(1)}`",
    "<form action=javascript:alert(1)><button>x</button></form>", "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
]


def memory(server):
    with open(f"/proc/{server.process.pid}/status") as file:
        return max(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def named(server):
    from urllib.parse import quote
    for form in FORMS:
        for path in ("/?q=", "/?q=gulls&by=", "/?q=gulls&outlet=", "/people?name=", "/talks?name=", "/events?who=", "/events?article=", "/event/", "/counts?outlet=", "/who/5?after=", "/claim/", "/article/",
                     "/", "/api/v1/who?name="):
            status, told, body = server.ask(path + quote(form, safe=""), Accept="text/html")
            if status == 303:  # it is the address of one of the articles
                assert path == "/event/" and re.fullmatch(r"/events\?article=\d+", told["location"]), (path, form, told)
                continue
            assert status in (200, 400, 404), (path, form, status)
            if told["content-type"].startswith("text/html"):
                page = Page(body.decode())
                assert not page.faults and not [link for link in page.links if not link.startswith("/")], (path, form, page.faults)
            else:
                assert told["content-type"] == "application/problem+json" and told["x-content-type-options"] == "nosniff"


def crowd(server):
    wanted = 10000 if LONG else 600
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    wanted = min(wanted, hard - 200)
    open_ones, longest = [], 0
    for number in range(wanted):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(("127.0.0.1", server.port))
        open_ones.append(one)
        if number % 50 == 0:
            time.sleep(0.02)
    for one in open_ones[: wanted // 2]:
        try:
            one.send(b"GET / HTTP/1.1\r\nHost: ")
        except OSError:
            pass
    for _ in range(3):
        began = time.monotonic()
        assert server.ask("/healthz")[0] == 200
        longest = max(longest, time.monotonic() - began)
    for one in open_ones:
        one.close()
    return wanted, longest


class Drip:
    """A head that comes a byte at a time is cut off in its fifteen seconds, however lively it drips."""

    def __init__(self, server):
        self.server, self.seconds = server, None
        self.thread = threading.Thread(target=self.drip, daemon=True)
        self.thread.start()

    def drip(self):
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as one:
            try:
                one.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{self.server.port}\r\n".encode())
                while time.monotonic() - began < 60:
                    one.sendall(b"X")
                    time.sleep(0.4)
            except OSError:
                self.seconds = time.monotonic() - began

    def end(self):
        self.thread.join()
        assert self.seconds and self.seconds < 50, self.seconds
        return self.seconds


def endless(server):
    """A body that says how long it is, and one that does not."""
    status, _, _ = server.ask("/try", "POST", b"", Content_Length=str(10 << 30))
    assert status == 413
    most, sent = (1 << 30) if LONG else (64 << 20), 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
        one.sendall(f"POST /try HTTP/1.1\r\nHost: localhost:{server.port}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        part = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        try:
            while sent < most:
                one.sendall(part)
                sent += 65536
        except OSError:
            pass
    assert sent < 32 << 20, sent


def many_bodies(server):
    """Each is as long as one may be, and none ends: all together take no more than they may, and others are answered."""
    part, open_ones, sent = b"x" * 65536, [], 0
    for _ in range(40):
        one = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        open_ones.append(one)
        try:
            one.sendall(f"POST /try HTTP/1.1\r\nHost: localhost:{server.port}\r\nContent-Length: {8 << 20}\r\n\r\n".encode())
            for _ in range(127):
                one.sendall(part)
                sent += len(part)
        except OSError:
            pass
    assert server.ask("/healthz")[0] == 200
    assert server.ask("/try", "POST", b"text=x", Content_Type="application/x-www-form-urlencoded")[0] == 503
    for one in open_ones:
        one.close()
    for _ in range(100):
        status = server.ask("/try", "POST", b"text=Roe+said+so.", Content_Type="application/x-www-form-urlencoded")[0]
        if status == 200:
            return
        time.sleep(0.1)
    assert status == 200, status


def with_dot(folder, name, script, ledger):
    """A server that draws with this script instead of Graphviz's dot."""
    programs = os.path.join(folder, name)
    os.mkdir(programs)
    with open(os.path.join(programs, "dot"), "w") as out:
        out.write("#!/bin/sh\n" + script + "\n")
    os.chmod(os.path.join(programs, "dot"), 0o755)
    before = os.environ["PATH"]
    os.environ["PATH"] = programs + ":" + before
    server = Server(ledger)
    os.environ["PATH"] = before
    return server


def hung_up(folder, ledger):
    """Whoever has gone while they waited is not drawn for."""
    begun, go = os.path.join(folder, "begun"), os.path.join(folder, "go")
    server = with_dot(folder, "waits", f"echo >> '{begun}'; while [ ! -e '{go}' ]; do sleep 0.05; done; exit 1", ledger)
    answers = []
    stay = [threading.Thread(target=lambda n=n: answers.append(server.ask(f"/talks.svg?limit={n}")[0])) for n in range(1, 10)]
    for one in stay[:8]:
        one.start()
    time.sleep(1)
    for number in range(20, 30):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
            one.sendall(f"GET /talks.svg?limit={number} HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode())
    time.sleep(1)
    stay[8].start()
    open(go, "w").close()
    for one in stay:
        one.join()
    with open(begun) as file:
        assert len(file.readlines()) == len(stay) == len(answers), answers
    server.end()


def many_texts(server):
    """Long texts, many at once: a few are read, the others told to come again; and who has hung up keeps nobody waiting."""
    body = b"text=" + b"The+port+of+Lantern+Bay+said+on+Monday+that+its+dredger+had+left.%0A%0A" * 600
    head = f"POST /try HTTP/1.1\r\nHost: localhost:{server.port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    answers, kind = [], {"Content_Type": "application/x-www-form-urlencoded"}
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
            one.sendall(head.encode() + body)
    asking = [threading.Thread(target=lambda: answers.append(server.ask("/try", "POST", body, **kind))) for _ in range(12)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    refused = [told for status, told, _ in answers if status == 503]
    assert refused and all(told["retry-after"] == "2" for told in refused), [status for status, _, _ in answers]
    assert {status for status, _, _ in answers} <= {200, 503}
    for _ in range(600):
        if server.ask("/try", "POST", b"text=Roe+said+so.", **kind)[0] == 200:
            return
        time.sleep(0.1)
    raise AssertionError("no text is read any more")


class Stuck:
    """Pictures whose drawing never ends: others are answered meanwhile, and the first ends with a word of why."""

    def __init__(self, folder, ledger):
        self.server = with_dot(folder, "sleeps", "exec sleep 600", ledger)
        self.answers = []
        for limit in range(1, 13):
            threading.Thread(target=self.draw, args=(limit,), daemon=True).start()
        time.sleep(1)
        for path in ("/healthz", "/", "/claim/166"):
            assert self.server.ask(path)[0] == 200, path
        assert not self.answers

    def draw(self, limit):
        try:
            self.answers.append(self.server.ask(f"/talks.svg?limit={limit}"))
        except OSError:
            pass  # the server has ended

    def end(self):
        for _ in range(600):
            if self.answers:
                break
            time.sleep(0.1)
        assert self.answers and self.answers[0][0] == 400 and b"could not draw" in self.answers[0][2], self.answers
        self.server.process.kill()


def noise(server, ledger):
    lot = random.Random(7)
    whole = (f"GET /claim/166 HTTP/1.1\r\nHost: localhost:{server.port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n").encode()
    seeds = [whole, b"POST /try HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\ntext=", b"\x16\x03\x01\x02\x00\x01\x00", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
             b"GET " + b"/" * 60000, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 9000, b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
             b"GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"\0" * 4096, b"GET /%00%ff%c0%ae HTTP/1.1\r\nHost: x\r\n\r\n"]
    for turn in range(2000 if LONG else 300):
        data = bytearray(lot.choice(seeds))
        for _ in range(lot.randrange(4)):
            at = lot.randrange(len(data))
            how = lot.randrange(3)
            if how == 0:
                data[at] = lot.randrange(256)
            elif how == 1:
                del data[at:at + lot.randrange(20)]
            else:
                data[at:at] = bytes(lot.randrange(256) for _ in range(lot.randrange(8)))
            if not data:
                data = bytearray(b"x")
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
            try:
                one.sendall(data)
                one.shutdown(socket.SHUT_WR)
                one.settimeout(0.2)
                while one.recv(65536):
                    pass
            except OSError:
                pass
        assert server.process.poll() is None, bytes(data)


def main():
    need_model()
    with tempfile.TemporaryDirectory() as folder:
        ledger = made(folder)
        add_hostile(folder, ledger)
        stuck = Stuck(folder, ledger)
        server = Server(ledger)
        server.get("/claim/166")
        drip = Drip(server)
        status, _, body = server.ask("/talks.svg?limit=201")
        assert status == 400 and b"200 pairs" in body, body
        named(server)
        noise(server, ledger)
        endless(server)
        many_bodies(server)
        many_texts(server)
        hung_up(folder, ledger)
        count, longest = crowd(server)
        assert longest < 20, longest
        assert server.ask("/claim/166")[0] == 200
        seconds = drip.end()
        size = memory(server)
        if os.environ["SAYSO_SANITIZED"] != "1":
            assert size < 200_000, size
        server.end()
        stuck.end()
    print(f"{len(FORMS)} forms of scripts, {count} connections (others waited {longest:.2f} s at most), a head that drips cut after {seconds:.0f} s: {size // 1000} MB")


main()
