"""sayso key, and what is written over HTTP: who may; what is kept is what the program keeps; nothing of a key lies on the disk."""
import base64
import json
import os
import shutil
import tempfile
import threading

from server import Server, made, need_model, run

TEXT = "The harbour master, Ada Quill, said on Monday that 31 barges had left the port of Ostrel before the storm came."


def keys(folder, ledger):
    may = {name: run("key", "add", name, "--" + right, "--ledger", ledger).decode().strip()
           for name, right in (("reader", "read"), ("writer", "write"), ("gone", "write"))}
    assert len(set(may.values())) == 3 and all(key.startswith("sayso_") and len(key) == 49 for key in may.values()), may
    run("key", "remove", "gone", "--ledger", ledger)
    told = run("key", "list", "--ledger", ledger).decode().splitlines()
    assert [line.split()[0] + " " + line.split()[2] for line in told] == ["read reader", "write writer"], told
    run("key", "add", "reader", "--read", "--ledger", ledger, code=1)
    run("key", "add", "x", "--ledger", ledger, code=2)
    run("key", "remove", "nobody", "--ledger", ledger, code=1)
    run("key", "add", "x", "--read", "--ledger", os.path.join(folder, "none"), code=1)
    assert os.stat(ledger + ".keys").st_mode & 0o777 == 0o600
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
        assert not any(key.encode() in data or key[6:].encode() in data for key in may.values()), name
    return may


def bearer(key):
    return {"Authorization": "Bearer " + key}


def basic(key):
    return {"Authorization": "Basic " + base64.b64encode(b"anybody:" + key.encode()).decode()}


def refused(server, may, ledger):
    before = run("stats", "--ledger", ledger)
    for status, headers in ((401, {}), (403, bearer(may["reader"])), (401, bearer(may["gone"])), (401, bearer("sayso_x")), (401, bearer("")),
                            (401, basic(may["writer"])), (403, bearer(may["writer"]) | {"Origin": "http://evil.example"})):
        for path, kind, body in (("/api/v1/articles", "text/plain", TEXT), ("/api/v1/decisions", "application/json", '{"kind": "undo", "decision": 1}')):
            got, told, text = server.ask(path, "POST", body, Content_Type=kind, **headers)
            assert got == status, (path, headers, got, text)
            assert ("www-authenticate" in told) == (status == 401)
    assert run("stats", "--ledger", ledger) == before


def articles(server, may, ledger):
    def post(body, kind="text/plain", query=""):
        status, told, text = server.ask("/api/v1/articles" + query, "POST", body, Content_Type=kind, **bearer(may["writer"]))
        return status, told, json.loads(text)

    status, told, added = post(TEXT, query="?id=barges&outlet=The+Quay&published=2026-03-09")
    assert status == 201 and added["outcome"] == "added" and told["location"] == f"/article/{added['article']}", (status, added)
    assert post(TEXT)[::2] == (200, {"outcome": "known", "article": added["article"], "claims_new": 0, "claims_known": 0})
    shown = json.loads(run("show", "barges", "--ledger", ledger, "--format", "json"))
    assert shown["record"]["text"] == TEXT and shown["record"]["article"]["outlet"] == "The Quay" and shown["statements"], shown
    assert json.loads(server.get("/api/v1/articles?limit=1"))["articles"][0]["label"] == "barges"
    paragraphs = "".join(f"<p>{TEXT.replace('31 barges', f'{n} gulls')}</p>" for n in range(9, 15))
    page = f"<html><head><title>Gulls</title></head><body><article><h1>Gulls</h1>{paragraphs}</article></body></html>"
    got = post(page, "text/html; charset=utf-8", "?id=gulls")
    assert got[0] == 201, got
    row = json.dumps({"id": "row", "title": "Row", "outlet": "The Quay", "text": TEXT.replace("31 barges", "5 ferries")})
    assert post(row, "application/json")[0] == 201
    for status, body, kind in ((422, "", "text/plain"), (422, "...", "text/plain"), (422, "{", "application/json"), (400, TEXT, "image/png"),
                               (422, '{"url": "http://127.0.0.1:1/"}', "application/json"), (422, '{"url": "file:///etc/passwd"}', "application/json"),
                               (413, "word " * 300000, "text/plain")):
        got = post(body, kind)
        assert got[0] == status, (body[:40], got)
    assert post(TEXT, query="?published=monday")[0] == 400
    run("verify", "--quiet", "--ledger", ledger)
    return added["article"]


def decisions(server, may, ledger, article):
    def post(**what):
        status, _, text = server.ask("/api/v1/decisions", "POST", json.dumps(what), Content_Type="application/json", **bearer(may["writer"]))
        return status, json.loads(text)

    claim = json.loads(server.get(f"/api/v1/articles/{article}"))["statements"][0]["claim"]
    status, made_one = post(kind="part", claim=claim, statement=f"{article}:1")
    assert status == 201 and made_one["decision"] == 1, (status, made_one)
    assert post(kind="fix", statement=f"{article}:1", field="act", value="warn")[0] == 201
    assert json.loads(server.get(f"/api/v1/statements/{article}:1"))["act"] == "warn"
    assert post(kind="undo", decision=2) == (201, {"undone": "2"})
    assert json.loads(server.get(f"/api/v1/statements/{article}:1"))["act"] != "warn"
    listed = json.loads(server.get("/api/v1/decisions"))
    assert [d["kind"] for d in listed] == ["part"], listed
    for what in ({}, {"kind": "sing"}, {"kind": "join", "claim": claim}, {"kind": "fix", "statement": f"{article}:1", "field": "a=b", "value": "c"}):
        assert post(**what)[0] == 400, what
    for what in ({"kind": "undo", "decision": 99}, {"kind": "join", "claim": 99999, "statement": f"{article}:1"},
                 {"kind": "drop", "statement": "/etc/passwd:1"}):
        assert post(**what)[0] in (400, 404), what


def keyed(ledger, may):
    """Where reading needs a key: a browser sends it as a password."""
    server = Server(ledger, "--keyed")
    assert server.ask("/")[0] == 401 and server.ask("/api/v1/stats")[0] == 401 and server.ask("/healthz")[0] == 200
    for headers in (basic(may["reader"]), bearer(may["reader"]), bearer(may["writer"])):
        assert server.ask("/", **headers)[0] == 200, headers
    for headers in (basic("x"), {"Authorization": "Basic ???"}, {"Authorization": "Basic " + "A" * 4000}, bearer(may["reader"][:-1])):
        assert server.ask("/", **headers)[0] == 401, headers
    server.end()


def taken_away(folder, ledger, may):
    """A ledger that is removed while it is served is not made anew, empty, by what is sent to it."""
    other = os.path.join(folder, "away")
    for end in ("", ".keys"):
        shutil.copy(ledger + end, other + end)
    server = Server(other)
    os.remove(other)
    status, _, body = server.ask("/api/v1/articles", "POST", TEXT, Content_Type="text/plain", **bearer(may["writer"]))
    assert status >= 500 and not os.path.exists(other), (status, body)
    server.end()


def beside_others(folder, ledger, may):
    """Who asks and who writes here, and another program that adds: nobody fails. What asks opens the ledger to be read alone, and SQLite's
    handles in a process share that: without src/serve/gate.c some articles are refused."""
    server, stop, failed = Server(ledger, "--wait", "60"), threading.Event(), []

    def read():
        while not stop.is_set():
            for path in ("/", "/claim/166", "/?q=dredger"):
                status, _, body = server.ask(path)
                if status != 200:
                    failed.append((path, status, body))

    def write(who):
        for number in range(12):
            status, _, body = server.ask("/api/v1/articles", "POST", TEXT.replace("31", str(1000 * who + number)), Content_Type="text/plain",
                                         **bearer(may["writer"]))
            if status != 201:
                failed.append((status, body))

    readers = [threading.Thread(target=read) for _ in range(3)]
    writers = [threading.Thread(target=write, args=(who,)) for who in (1, 2)]
    for thread in readers + writers:
        thread.start()
    path = os.path.join(folder, "more.jsonl")
    for turn in range(6):
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(json.dumps({"id": f"more-{turn}-{n}", "text": TEXT.replace("31", str(9000 + 10 * turn + n))}) + "\n" for n in range(8))
        run("add", "--quiet", "--ledger", ledger, path)
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    server.end()
    assert not failed, failed[:3]
    run("verify", "--quiet", "--ledger", ledger)


def main():
    need_model()
    with tempfile.TemporaryDirectory() as folder:
        ledger = made(folder, hostile=False)
        may = keys(folder, ledger)
        server = Server(ledger)
        refused(server, may, ledger)
        article = articles(server, may, ledger)
        decisions(server, may, ledger, article)
        server.end()
        keyed(ledger, may)
        taken_away(folder, ledger, may)
        beside_others(folder, ledger, may)
    print("keys open what they may, and nothing else")


main()
