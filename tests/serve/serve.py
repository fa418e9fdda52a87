"""sayso serve: its answers are the program's, byte for byte; its pages are well formed and lead to each other; what cannot be answered
says why; who takes too long is cut off; it ends when what is under way is answered; reading goes on while another writes."""
import html
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
import xml.etree.ElementTree

from server import PROGRAM, Page, Server, add_told, made, need_model, run


def same_bytes(server, ledger):
    """The program's answer, and the addresses that give it too."""
    most = json.loads(run("actor", "list", "--ledger", ledger, "--format", "json"))["actors"][0]["id"]
    pairs = [
        (["who", "Corvane"], "/api/v1/who?name=Corvane"),
        (["who", f"#{most}", "--limit", "2"], f"/who/%23{most}.json?limit=2"),
        (["about", "dredger mooring"], "/api/v1/about?q=dredger+mooring"),
        (["about", "dredger", "--act", "deny", "--order", "date"], "/home.json?q=dredger&act=deny&order=date"),
        (["claim", "166"], "/api/v1/claims/166"),
        (["claim", "166", "--since", "2026-03-06"], "/claim/166.json?since=2026-03-06"),
        (["claim", "05-follow-up:2"], "/claim/05-follow-up%3A2.json"),
        (["show", "05-follow-up"], "/api/v1/articles/05-follow-up"),
        (["show", "05-follow-up:11"], "/api/v1/statements/05-follow-up:11"),
        (["audit", "5"], "/api/v1/articles/5/audit"),
        (["talks"], "/api/v1/talks"),
        (["talks", "--deeds"], "/api/v1/talks?deeds=yes"),
        (["talks", "--deeds", "--limit", "2"], "/talks.json?deeds=yes&limit=2"),
        (["events"], "/api/v1/events"),
        (["events", "05-follow-up"], "/api/v1/events/05-follow-up"),
        (["events", "05-follow-up"], "/events.json?article=05-follow-up"),
        (["events", "--order", "origins", "--limit", "3"], "/events.json?order=origins&limit=3"),
        (["stats"], "/api/v1/stats"),
        (["stats", "--by", "outlet,act", "--top", "3"], "/api/v1/stats?by=outlet,act&top=3"),
        (["stats", "--sample", "5", "--seed", "7"], "/api/v1/stats?sample=5&seed=7"),
        (["talks", "Corvane"], "/talks.json?name=Corvane"),
        (["stats", "--by", "outlet,act"], "/counts.json?by=outlet&then=act"),
        (["stats", "--sample", "4", "--act", "deny"], "/lot.json?act=deny&limit=4"),
        (["actor", "list"], "/people.json"),
        (["actor", "show", "3"], "/api/v1/actors/3"),
        (["decision", "list"], "/api/v1/decisions"),
    ]
    for command, address in pairs:
        told = run(command[0], *(command[1:2] if command[0] in ("actor", "decision") else []), "--ledger", ledger, "--format", "json",
                   *command[2 if command[0] in ("actor", "decision") else 1:], cwd="/")
        assert server.get(address) == told, (command, address)
    for command, address in ((["claim", "166"], "/claim/166.csv"), (["about", "dredger"], "/home.csv?q=dredger"),
                             (["talks"], "/api/v1/talks?format=csv")):
        assert server.get(address) == run(*command, "--ledger", ledger, "--format", "csv", cwd="/"), address
    return len(pairs) + 3


def refusals(server, ledger, rows):
    def expect(status, path, method="GET", body=None, **headers):
        got, told, text = server.ask(path, method, body, **headers)
        assert got == status, (path, got, text)
        assert told["content-type"] == "application/problem+json", told
        problem = json.loads(text)
        assert problem["status"] == status and problem["title"] and problem["detail"], problem
        return told, problem["detail"]

    for path in ("/nothing", "/claim/999999", "/article/0", "/who/999999", "/api/v1/who?name=Nobodyatall", "/article/5/6",
                 "/api/v1/articles/no-such-thing", "/claim/", "/claim/166.atom"):
        expect(404, path)
    for path in ("/api/v1/about", "/api/v1/about?q=%22%22", "/api/v1/about?q=a&q=b", "/claim/166?colour=red", "/api/v1/talks?limit=0", "/talks?deeds=no",
                 "/api/v1/talks?limit=100000", "/api/v1/talks?since=yesterday", "/api/v1/talks?since=2026-03-05&until=2026-03-01",
                 "/api/v1/stats?by=colour", "/api/v1/stats?by=act,act", "/api/v1/about?q=%ff", "/api/v1/about?q=a%00b", "/claim/%ff",
                 "/api/v1/claims/166?format=atom", "/api/v1/about?q=x&act=sing", "/who/3?after=yesterday",
                 "/api/v1/talks?" + "&".join(f"x{i}=1" for i in range(40))):
        expect(400, path)
    for size in range(30, 48):  # a sentence is cut, and never in the middle of a letter
        expect(400, "/api/v1/about?q=x&act=" + "a" * size + "%C3%A9" * 9)
    # what is typed at a command line may be a file; who asks from elsewhere has none here
    for path in (rows, "/etc/passwd", "../../../../etc/passwd"):
        expect(404, "/api/v1/articles/" + path.replace("/", "%2F"))
        expect(404, "/api/v1/statements/" + path.replace("/", "%2F") + "%3A1")
    told, _ = expect(405, "/healthz", "POST", b"x")
    assert told["allow"] == "GET, HEAD"
    expect(405, "/healthz", "DELETE")
    expect(403, "/", "POST", b"x", Origin="http://elsewhere.example")
    expect(403, "/", "POST", b"x", Sec_Fetch_Site="cross-site")
    for scheme, status in (("ftp", 403), ("chrome-extension", 403), ("http", 405), ("https", 405)):
        expect(status, "/", "POST", b"x", Origin=f"{scheme}://127.0.0.1:{server.port}")
    host = f"Host: 127.0.0.1:{server.port}\r\n"
    for heads in (host * 2, host + "Host: evil.example\r\n", host + "Content-Length: 1\r\nContent-Length: 2\r\n",
                  host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
            one.sendall(f"POST /try HTTP/1.1\r\n{heads}\r\nx".encode())
            with one.makefile("rb") as answer:
                told = answer.read()
        assert told.startswith(b"HTTP/1.1 400 ") and told.count(b"HTTP/1.1") == 1, (heads, told)
    for command in ("serve", "mcp"):
        assert b"5 unless told otherwise" in b" ".join(run(command, "--help").split()), command
    for name in ("evil.example", f"evil.example:{server.port}", "localhost", "127.0.0.1:1", f"127.0.0.1.evil.example:{server.port}", ""):
        got, _, text = server.ask("/", Host=name)
        assert got in (400, 421), (name, got)
    for name in (f"localhost:{server.port}", f"LOCALHOST:{server.port}", f"127.0.0.1:{server.port}"):
        assert server.ask("/healthz", Host=name)[0] == 200, name
    status, told, _ = server.ask("/", "POST", b"", Content_Length=str(1 << 30))
    assert status == 413, status
    status, told, text = server.ask("/nothing", Accept="text/html,*/*")
    assert status == 404 and told["content-type"].startswith("text/html") and not Page(text.decode()).faults


def headers(server):
    status, told, body = server.ask("/")
    for name, value in (("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin"),
                        ("content-type", "text/html; charset=utf-8")):
        assert told[name] == value, (name, told)
    for part in ("default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"):
        assert part in told["content-security-policy"], told
    assert "unsafe" not in told["content-security-policy"] and "script-src" not in told["content-security-policy"]
    assert server.ask("/", If_None_Match=told["etag"])[::2] == (304, b"")
    assert server.ask("/", If_None_Match='"other"')[0] == 200
    status, headed, nothing = server.ask("/", "HEAD")
    assert status == 200 and nothing == b"" and headed["content-length"] == str(len(body))


def walk(server):
    """Every page that the first one leads to, by any number of steps."""
    seen, todo = set(), ["/", "/?q=dredger", "/?q=script", "/?q=%22%22", "/people?name=roe"]
    while todo:
        path = todo.pop().split("#")[0]
        if path in seen:
            continue
        seen.add(path)
        status, told, body = server.ask(path)
        assert status == 200, (path, status, body[:300])
        kind = told["content-type"].split(";")[0]
        if kind == "text/html":
            text = body.decode()
            page = Page(text)
            assert not page.faults, (path, page.faults)
            assert "javascript:" not in "".join(page.links)
            todo += page.links
        elif kind == "application/atom+xml":
            xml.etree.ElementTree.fromstring(body)
        elif kind == "image/svg+xml":
            assert xml.etree.ElementTree.fromstring(body).tag == "{http://www.w3.org/2000/svg}svg"
        elif kind == "application/json":
            json.loads(body)
    for kind in ("/article/", "/claim/", "/who/", "/event/"):
        assert sum(path.startswith(kind) for path in seen) > 5, kind
    return len(seen)


def paging(server, ledger):
    """The pages of one person together are all that they said, once each."""
    first = json.loads(server.get("/people.json?limit=1"))["actors"][0]
    whole = json.loads(server.get(f"/who/%23{first['id']}.json?limit=1000"))["actors"][0]["statements"]
    assert len(whole) > 3, first
    for limit in (1, 2, 3):
        address, numbers = f"/who/{first['id']}?limit={limit}", []
        while address:
            page = Page(server.get(address).decode())
            cards = [link for link in page.links if link.startswith("/article/") and "#s" in link]
            numbers += [link.removeprefix("/article/").replace("#s", ":") for link in cards[:limit]]
            address = next((link for link in page.links if "after=" in link and not link.split("?")[0].endswith((".json", ".csv", ".atom"))), None)
        assert sorted(numbers[:len(whole)]) == sorted(s["id"] for s in whole), (limit, numbers, whole)
    address, ids = "/?limit=3", []
    while address:
        page = Page(server.get(address).decode())
        ids += [link.removeprefix("/article/") for link in page.links if link.startswith("/article/") and "#" not in link]
        address = next((link for link in page.links if link.startswith("/?") and "before=" in link), None)
    kept = [json.loads(line) for line in run("export", "--ledger", ledger).splitlines()]
    assert len(ids) == len(set(ids)) == len(kept), (ids, len(kept))


def counted(server):
    """A number of the counts leads to as many statements."""
    links = 0
    for query in ("by=outlet", "by=act", "by=outlet&then=act", "by=act&then=outlet", "by=act&since=2026-03-06", "by=outlet&act=deny", "by=outlet&top=2"):
        rows = re.findall(r'<a href="(/lot\?[^"]*)">(\d+)</a>', server.get("/counts?" + query).decode())
        links += len(rows)
        for address, number in rows:
            address = html.unescape(address).replace("/lot?limit=20", "/lot.json?limit=1000")
            assert len(json.loads(server.get(address))) == int(number), (query, address, number)
    assert links > 20, links


def compared(server):
    """Whom each of several articles quotes: their own statements say so."""
    told = json.loads(server.get("/compare.json?articles=11,13,14"))
    assert [a["id"] for a in told["articles"]] == [11, 13, 14]
    said = {}
    for number in (11, 13, 14):
        for s in json.loads(server.get(f"/api/v1/articles/{number}"))["statements"]:
            actors = [j["actor"] for j in s["source"].get("joint", [])] or ([s["source"]["actor"]] if "actor" in s["source"] else [])
            for actor in actors:
                said.setdefault(actor, []).append(s["id"])
    assert {v["actor"]: v["statements"] for v in told["sources"]} == said and said, (told, said)
    counts = [v["articles"] for v in told["sources"]]
    assert counts == sorted(counts, reverse=True)
    page = server.get("/compare?articles=11,13,14").decode()
    assert page.count("left out") == 3 * len(counts) - sum(counts)
    for wrong, status in (("x", 400), ("1,2,3,4,5,6,7,8,9", 400), ("99999", 404), ("5;6", 400)):
        assert server.ask("/compare?articles=" + wrong)[0] == status, wrong



def events_of(ledger, *options):
    return run("events", "--ledger", ledger, "--format", "json", *options)


def evented(folder):
    """Pages of events: what a question narrows, the program narrows likewise; one has each telling, who denies it and what is related."""
    ledger = os.path.join(folder, "events")
    add_told(folder, ledger)
    server, everything = Server(ledger), events_of(ledger)
    narrowed = (["--who", "Quennerby"], ["--to", "Ellersby"], ["--type", "support"], ["--status", "reported"], ["--outlet", "Meridian"],
                ["--since", "2026-03-08"], ["--until", "2026-03-04"], ["--about", "endorses"], ["--order", "origins"], ["--limit", "1"])
    cut = 0
    for options in narrowed:
        query = urllib.parse.urlencode([(options[0][2:], options[1])])
        told = events_of(ledger, *options)
        assert server.get("/events.json?" + query) == server.get("/api/v1/events?" + query) == told, options
        assert server.get("/events.csv?" + query) == run("events", "--ledger", ledger, "--format", "csv", *options), options
        page, deeds = Page(server.get("/events?" + query).decode()), json.loads(told)["deeds"]
        assert not page.faults and {"/event/" + d["id"] for d in deeds} <= set(page.links), (options, page.links)
        feed = xml.etree.ElementTree.fromstring(server.get("/events.atom?" + query))
        assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(deeds), options
        cut += told != everything
    assert cut >= 6, cut
    one = run("events", "--ledger", ledger, "--format", "json", "b:1")
    assert server.get("/event/b%3A1.json") == server.get("/event/2:1.json") == server.get("/api/v1/events/b:1") == one
    deed, page = json.loads(one), Page(server.get("/event/2:1").decode())
    words = " ".join("".join(page.words).split())
    assert len(deed["tellings"]) > 1 and deed["denials"] and deed["related"], deed
    for telling in deed["tellings"]:
        assert telling["evidence"] in words and telling["article"]["outlet"] in words, telling
    assert "/article/2#s1" in page.links and "Ansel Threlk" in words, page.links
    assert all(other["why_not"] in words and "/event/" + other["id"] in page.links for other in deed["related"]), (deed["related"], words)
    assert f"at least {deed['origin_count']} independent origin" in words and "Denied by" in words and "Rufus Quennerby" in words, words
    assert "/events?article=2" in Page(server.get("/article/2").decode()).links
    person = json.loads(server.get("/people.json?name=Quennerby"))["actors"][0]["id"]
    assert f"/events?who=%23{person}" in Page(server.get(f"/who/{person}").decode()).links
    assert any(link.startswith("/event/") for link in Page(server.get(f"/events?who=%23{person}").decode()).links)
    status, told, _ = server.ask("/event/b")
    assert (status, told["location"]) == (303, "/events?article=2")
    for address, wrong in (("/events?type=WAR", 400), ("/events?status=said", 400), ("/events?country=Iran", 400), ("/events?order=place", 400),
                           ("/events?article=x", 400), ("/events?article=2:1", 400), ("/event/2:9", 404), ("/event/x:1", 404),
                           ("/events.json?about=%22%22", 400), ("/events.atom?about=%22%22", 400), ("/events?colour=red", 400)):
        assert server.ask(address)[0] == wrong, address
    for query in ("about=%22%22", "who=Haleko"):
        assert b'class="note"' in server.get("/events?" + query), query
    assert b"No event of this kind" in server.get("/events?status=future")
    server.end()
    return len(narrowed)


def described(server):
    document = json.loads(server.get("/api/v1/openapi.json"))
    assert document["openapi"] == "3.1.0" and document["info"]["title"] and document["info"]["version"]
    places = {"claim": "166", "article": "5", "statement": "5:3", "actor": "3", "event": "5"}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert method in ("get", "post") and operation["summary"]
            assert ("201" if method == "post" else "200") in operation["responses"]
            assert method == "get" or (operation["security"] == [{"key": []}] and operation["requestBody"]["content"])
            named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert all("{" + name + "}" in path for name in named) and path.count("{") == len(named), path
            for p in operation["parameters"]:
                assert p["required"] == (p["in"] == "path") and p["schema"]["type"] in ("string", "integer") and p["description"], p
            assert operation["responses"]["default"]["content"]["application/problem+json"]["schema"]["$ref"] == "#/components/schemas/Problem"
            if method != "get":
                continue
            address = path
            for name in named:
                address = address.replace("{" + name + "}", places[name])
            asked = [p["name"] for p in operation["parameters"] if p["name"] in ("q", "name")]
            address += "?" + "&".join({"q": "q=dredger", "name": "name=Corvane"}[name] for name in asked)
            status, told, body = server.ask(address)
            assert status == 200 or (path.endswith("/diff") and status == 404), (address, status, body)
            for p in operation["parameters"]:
                if p["in"] == "query" and p["name"] not in asked:
                    assert b"to be asked here" not in server.ask(address + "&" + p["name"] + "=zz")[2], (path, p)
    assert "Problem" in document["components"]["schemas"] and document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    return len(document["paths"])


def tried(server, ledger):
    """A text is read at once, held beside the ledger, and not kept; what is no article says so."""
    before = run("stats", "--ledger", ledger)

    def post(text, **more):
        body = urllib.parse.urlencode({"text": text, **more}).encode()
        return server.ask("/try", "POST", body, Content_Type="application/x-www-form-urlencoded", Origin=f"http://127.0.0.1:{server.port}")

    status, told, page = post("The mayor, Jane Roe, said that <b>the port</b> was closed. She denied it on Monday.")
    assert status == 200 and not Page(page.decode()).faults and b"Jane Roe" in page and b"<b>the port" not in page
    status, told, page = post("")
    assert status == 422 and b"neither a text nor an address" in page and not Page(page.decode()).faults
    for url in ("file:///etc/passwd", "/etc/passwd", "-", "http://127.0.0.1:%d/" % server.port, "http://[::1]/", "http://localhost/"):
        status, told, page = post("", url=url)
        assert status == 422 and not Page(page.decode()).faults, (url, page)
    assert server.ask("/try", "POST", b"text=x", Content_Type="text/plain")[0] == 400
    assert server.ask("/try", "POST", b"text=%ff", Content_Type="application/x-www-form-urlencoded")[0] == 400
    assert run("stats", "--ledger", ledger) == before


def beside_a_writer(server, ledger, folder):
    failed, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            for path in ("/", "/?q=dredger", "/claim/166", "/api/v1/stats"):
                status, _, body = server.ask(path)
                if status != 200:
                    failed.append((path, status, body))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    path = os.path.join(folder, "more.jsonl")
    server.get("/counts.json?by=act")
    server.get("/lot.json?limit=3")
    for turn in range(6):
        with open(path, "w", encoding="utf-8") as out:
            for number in range(5):
                out.write(json.dumps({"id": f"more-{turn}-{number}", "text": f"The harbour master said on Monday that {turn * 5 + number} "
                                      "boats had left the port before the storm came."}) + "\n")
        run("add", "--quiet", "--ledger", ledger, path)
    stop.set()
    for reader in readers:
        reader.join()
    assert not failed, failed[:3]
    for address, command in (("/counts.json?by=act", ["stats", "--by", "act"]), ("/lot.json?limit=3", ["stats", "--sample", "3"])):
        for _ in range(2):  # the second time it is kept
            assert server.get(address) == run(*command, "--ledger", ledger, "--format", "json"), address
    assert json.loads(server.get("/api/v1/articles?limit=1"))["articles"][0]["label"] == "more-5-4"


def ends_when_answered(ledger):
    server = Server(ledger)
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
        one.sendall(f"POST /healthz HTTP/1.1\r\nHost: localhost:{server.port}\r\nContent-Length: 3\r\n\r\na".encode())
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.process.poll() is None
        one.sendall(b"bc")
        answer = b""
        while part := one.recv(4096):
            answer += part
        assert answer.startswith(b"HTTP/1.1 405 ") and b"this cannot be done here" in answer, answer
    assert server.process.wait(timeout=30) == 0


def slow(server):
    """Some that never end their head, however lively: begun here, looked at later."""
    sockets = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(20)]
    for one in sockets:
        one.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{server.port}\r\n".encode())

    def drip():
        live, began = list(sockets), time.monotonic()
        while live and time.monotonic() - began < 40:
            for one in list(live):
                try:
                    one.sendall(b"X-A: b\r\n")
                except OSError:
                    live.remove(one)
            time.sleep(1)
        return len(live)

    left = []
    thread = threading.Thread(target=lambda: left.append(drip()))
    thread.start()
    return thread, left


def mistakes(folder, ledger):
    def fails(code, words, *options):
        done = subprocess.run([PROGRAM, "serve", *options], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=30)
        assert done.returncode == code and words in done.stderr and not done.stdout, done

    fails(3, "there is no ledger here", "--ledger", os.path.join(folder, "none"), "--port", "0")
    fails(1, "is no address", "--ledger", ledger, "--bind", "somewhere")
    fails(2, "it takes no arguments", "--ledger", ledger, "x")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        fails(1, "cannot be had", "--ledger", ledger, "--port", str(taken.getsockname()[1]))


def main():
    need_model()
    with tempfile.TemporaryDirectory() as folder:
        ledger = made(folder)
        server = Server(ledger)
        drip, left = slow(server)
        answers = same_bytes(server, ledger)
        headers(server)
        refusals(server, ledger, os.path.join(folder, "rows.jsonl"))
        paths = described(server)
        tried(server, ledger)
        counted(server)
        compared(server)
        answers += 2 * evented(folder)
        paging(server, ledger)
        pages = walk(server)
        beside_a_writer(server, ledger, folder)
        drip.join()
        assert left == [0], left
        server.get("/healthz")
        server.end()
        ends_when_answered(ledger)
        mistakes(folder, ledger)
        assert not [name for name in os.listdir(folder) if name.endswith("-journal")]
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{answers} answers are the program's, {pages} pages lead to each other, {paths} paths are described")


main()
