"""What the server gives and takes at once: long lists in parts, in a flat memory; how often somebody may ask; names of a megabyte; readers
that are slow. SAYSO_LONG=1: readers that take more than a minute are dropped."""
import http.client
import json
import os
import shutil
import signal
import socket
import tempfile
import threading
import time

from server import Server, add_told, made, need_model, run

LONG = os.environ.get("SAYSO_LONG") == "1"


def lines(server, path):
    return [json.loads(line) for line in server.get(path).splitlines()]


def memory(server, what="VmRSS"):
    with open(f"/proc/{server.process.pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(what))


def grow(folder, ledger, count):
    """Many short articles: more than one part of a list."""
    path = os.path.join(folder, "many.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for n in range(count):
            out.write(json.dumps({"id": f"many-{n}", "outlet": "The Quay", "published": f"2026-02-{n % 28 + 1:02}",
                                  "text": f"Rufus Quennerby said that {n} barges had left the port of Ostrel before {n % 7} storms came."}) + "\n")
    run("add", "--quiet", "--ledger", ledger, path)


def lists(server, ledger):
    paged, before = [], ""
    while True:
        page = json.loads(server.get("/api/v1/articles?limit=100" + before))
        paged += page["articles"]
        if "before" not in page:
            break
        before = f"&before={page['before']}"
    assert lines(server, "/api/v1/articles?format=jsonl") == paged and len(paged) > 500, len(paged)
    assert lines(server, "/api/v1/articles?format=jsonl&limit=250") == paged[:250]
    assert lines(server, f"/api/v1/articles?format=jsonl&before={paged[299]['id']}") == paged[300:]

    said = lines(server, "/api/v1/statements")
    assert len(said) == len({s["id"] for s in said}) == json.loads(server.get("/api/v1/stats"))["attributions"], len(said)
    assert [int(s["id"].split(":")[0]) for s in said] == sorted((int(s["id"].split(":")[0]) for s in said), reverse=True)
    assert lines(server, "/api/v1/statements?limit=7") == said[:7]
    most = max(json.loads(server.get("/people.json"))["actors"], key=lambda a: a["statements"])
    whole = json.loads(server.get(f"/api/v1/who?name=%23{most['id']}&limit=1000"))
    whole = whole["actors"][0]["statements"]
    assert lines(server, f"/api/v1/who?format=jsonl&name=%23{most['id']}") == whole and len(whole) > 400, len(whole)
    few = json.loads(server.get(f"/api/v1/who?name=%23{most['id']}&limit=1000&act=deny"))
    few = few["actors"][0]["statements"]
    assert lines(server, f"/api/v1/who?format=jsonl&name=%23{most['id']}&act=deny") == few
    assert server.ask("/api/v1/who?format=jsonl&name=Nobodyatall")[0] in (400, 404)
    status, told, _ = server.ask("/api/v1/statements", "HEAD")
    assert status == 200 and told["content-type"] == "application/jsonl", told
    return len(said)


def hung_up(server):
    """Who leaves in the middle of a list leaves nothing behind; others are answered meanwhile."""
    open_ones = []
    for _ in range(40):
        one = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.sendall(f"GET /api/v1/statements HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode())
        one.recv(1000)
        open_ones.append(one)
    assert server.ask("/claim/166")[0] == 200
    for one in open_ones:
        one.close()
    for _ in range(200):
        server.get("/")
    assert len(lines(server, "/api/v1/articles?format=jsonl&limit=3")) == 3


def beside_writers(server, ledger, folder):
    """A list goes on while articles come in: those that were there when it began, each once."""
    first = json.loads(server.get("/api/v1/articles?limit=1"))["articles"][0]["id"]
    connection = server.connect()
    connection.request("GET", "/api/v1/statements")
    answer = connection.getresponse()
    begun = answer.read(2000)
    grow(folder, ledger, 560)
    got = [json.loads(line) for line in (begun + answer.read()).splitlines()]
    assert len(got) == len({s["id"] for s in got}) and max(int(s["id"].split(":")[0]) for s in got) == first


def holds(server, path):
    folder = f"/proc/{server.process.pid}/fd"
    return any(os.readlink(os.path.join(folder, name)) == path for name in os.listdir(folder) if os.path.lexists(os.path.join(folder, name)))


def fresh(folder, ledger):
    """The ledger stays open between requests: what another program adds, or another file in its place, is seen at once all the same."""
    path, other = os.path.join(folder, "fresh"), os.path.join(folder, "other")
    shutil.copy(ledger, path)
    server = Server(path)
    newest = lambda: json.loads(server.get("/api/v1/articles?limit=1"))["articles"][0]["label"]
    for n in range(6):
        newest()
        row = os.path.join(folder, "row.jsonl")
        with open(row, "w", encoding="utf-8") as out:
            out.write(json.dumps({"id": f"fresh-{n}", "text": f"Rufus Quennerby said that {n} lamps were lit."}) + "\n")
        run("add", "--quiet", "--ledger", path, row)
        assert newest() == f"fresh-{n}"
        assert f"fresh-{n}" in server.get("/").decode()
    for _ in range(300):  # nobody asks: the ledger is closed, and who writes takes the WAL away
        if not holds(server, path):
            break
        time.sleep(0.1)
    run("remove", "--ledger", path, "fresh-5")
    assert not os.path.exists(path + "-wal")
    assert newest() == "fresh-4"
    run("add", "--quiet", "--ledger", other, row)
    os.replace(other, path)
    assert newest() == "fresh-5" and len(lines(server, "/api/v1/articles?format=jsonl")) == 1
    server.end()


def ending(ledger):
    """A signal in the middle of a list: it is told whole to who takes it."""
    server = Server(ledger)
    connection = server.connect()
    connection.request("GET", "/api/v1/statements")
    answer = connection.getresponse()
    begun = answer.read(500)
    server.process.send_signal(signal.SIGTERM)
    got = (begun + answer.read()).splitlines()
    assert json.loads(got[-1])
    assert server.process.wait(timeout=30) == 0
    server.process.stdout.close()


def rates(ledger):
    server = Server(ledger, "--rate", "1")
    for n in range(2000):
        status, told, body = server.ask("/try")
        if status != 200:
            break
    assert n >= 10 and status == 429, (n, status)
    wait = int(told["retry-after"])
    assert 1 <= wait <= 2 and json.loads(body)["status"] == 429, (told, body)
    assert all(server.ask("/healthz")[0] == 200 for _ in range(50)), "healthz is always answered"
    time.sleep(wait)
    assert server.ask("/try")[0] == 200
    server.end()
    server = Server(ledger)
    assert {server.ask("/try")[0] for _ in range(100)} == {200}
    server.end()


def long_names(server, key):
    """A name of a megabyte is told, or is told to be too long; the memory stays what it is."""
    bearer = {"Authorization": "Bearer " + key}
    name = "Aa" * 450_000
    status, _, text = server.ask("/api/v1/articles?id=long", "POST", f"{name} said that the port of Ostrel was closed. {name[:200]} Roe denied that it was.",
                                 Content_Type="text/plain", **bearer)
    assert status in (201, 413, 422), (status, text[:200])
    actor = json.loads(server.get("/people.json?limit=1"))["actors"][0]["id"]
    status, _, text = server.ask("/api/v1/decisions", "POST", json.dumps({"kind": "rename", "actor": actor, "name": "x" * 1_000_000}),
                                 Content_Type="application/json", **bearer)
    assert status == 400 and b"at most 1000 bytes" in text, (status, text[:300])
    article = json.loads(server.get("/api/v1/articles?limit=1"))["articles"][0]["id"]
    paths = ["/", "/people", "/talks", "/events", "/counts?by=source", "/lot", "/home.json", "/api/v1/who?name=Aa", f"/article/{article}", f"/article/{article}.json", "/?q=port"]
    for path in paths:
        assert server.ask(path)[0] in (200, 400, 404, 503), path


def slow_readers(server):
    """Large answers that nobody takes: each has a minute, all together their budget, and others are answered."""
    path = "/api/v1/about?q=port&limit=1000"
    open_ones = []
    for _ in range(60):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.connect(("127.0.0.1", server.port))
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode())
        open_ones.append(one)
    assert server.ask("/healthz")[0] == 200 and server.ask("/claim/166")[0] == 200
    if LONG:
        time.sleep(66)
        for one in open_ones:
            one.settimeout(5)
            with_end = 0
            try:
                while part := one.recv(1 << 20):
                    with_end += len(part)
            except OSError:
                pass
            assert with_end < 1 << 22, with_end
    for one in open_ones:
        one.close()


def main():
    need_model()
    with tempfile.TemporaryDirectory() as folder:
        ledger = made(folder, hostile=False)
        add_told(folder, ledger)
        grow(folder, ledger, 520)
        key = run("key", "add", "desk", "--write", "--ledger", ledger).decode().strip()
        server = Server(ledger)
        count = lists(server, ledger)
        hung_up(server)
        beside_writers(server, ledger, folder)
        slow_readers(server)
        before = memory(server)
        readers = [threading.Thread(target=lines, args=(server, "/api/v1/statements")) for _ in range(8)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        after = memory(server)
        long_names(server, key)
        server.get("/claim/166")
        most = memory(server, "VmHWM")
        if os.environ["SAYSO_SANITIZED"] != "1":
            assert after < before + 40_000 and most < 300_000, (before, after, most)
        server.end()
        ending(ledger)
        fresh(folder, ledger)
        rates(ledger)
        run("verify", "--quiet", "--ledger", ledger)
    print(f"lists of {count} statements in parts: {before // 1000} to {after // 1000} MB; with names of a megabyte {most // 1000} MB")


main()
