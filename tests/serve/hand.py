"""What people do by hand, from pages, without a script: sign in, merge, split, rename, join, part, take back, keep what was tried, sign out.
No form works without its token, from another page, or for a key that only reads; no key stands in a page, an address or on the disk."""
import html.parser
import json
import os
import re
import subprocess
import tempfile
import urllib.parse

from server import HOSTILE, PROGRAM, Page, Server, made, need_model, run

FORM = "application/x-www-form-urlencoded"


class Forms(html.parser.HTMLParser):
    """The forms of a page, as a browser without a script has them: the address, and each field's value."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.inside = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "form":
            self.inside = {"action": known["action"], "method": known["method"], "fields": {}}
            self.forms.append(self.inside)
        elif tag in ("input", "select") and self.inside and "name" in known:
            self.inside["fields"][known["name"]] = known.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None


class Visit:
    """A browser's visit: its cookie, and the forms of the page that it is on."""

    def __init__(self, server):
        self.server, self.cookie, self.forms = server, None, []

    def headers(self, **more):
        origin = f"http://127.0.0.1:{self.server.port}"
        return {"Accept": "text/html", "Origin": origin, "Sec-Fetch-Site": "same-origin"} | ({"Cookie": self.cookie} if self.cookie else {}) | more

    def open(self, path):
        status, told, body = self.server.ask(path, **self.headers())
        assert status == 200, (path, status, body)
        page = Page(body.decode())
        assert not page.faults, (path, page.faults)
        self.forms, self.text = Forms(body.decode()).forms, body.decode()
        return told

    def send(self, action, fields, **headers):
        status, told, body = self.server.ask(action, "POST", urllib.parse.urlencode(fields), **self.headers(**{"Content-Type": FORM}, **headers))
        if "set-cookie" in told:
            self.cookie = told["set-cookie"].split(";")[0]
        return status, told, body

    def form(self, kind, **wanted):
        """The first form of that kind (or address) whose fields have these values."""
        for form in self.forms:
            fields = form["fields"]
            if (fields.get("kind") or form["action"]) == kind and all(fields.get(name) == value for name, value in wanted.items()):
                return form
        raise AssertionError((kind, wanted, [(f["action"], f["fields"].get("kind")) for f in self.forms]))

    def press(self, kind, change=None, **wanted):
        form = self.form(kind, **wanted)
        status, told, body = self.send(form["action"], form["fields"] | (change or {}))
        assert status == 303, (kind, status, body)
        return told["location"]

    def sign_in(self, key):
        self.open("/login")
        return self.send("/login", {"key": key})


def asked(server, path):
    return json.loads(server.get(path))


def signing_in(server, keys, folder):
    visit = Visit(server)
    for wrong in ("", "x", keys["reader"][:-1], "x" * 5000):
        status, told, body = visit.sign_in(wrong)
        assert status == 403 and "set-cookie" not in told and b"opens nothing" in body and (len(wrong) < 2 or wrong.encode() not in body), (wrong, status)
    status, told, _ = visit.sign_in(keys["writer"])
    cookie = told["set-cookie"]
    assert status == 303 and told["location"] == "/login", (status, told)
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie and keys["writer"] not in cookie, cookie
    told = visit.open("/login")
    assert "Signed in" in visit.text and told["cache-control"] == "no-store" and "Cookie" in told["vary"]
    secure = Visit(server).send("/login", {"key": keys["writer"]}, Origin=f"https://127.0.0.1:{server.port}")[1]["set-cookie"]
    assert secure.endswith("; Secure"), secure
    token = cookie.split("=", 1)[1].split(";")[0]
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            assert token.encode() not in file.read(), name
    return visit


def refused(server, visit, keys, actor):
    """Without the token, with another's, without the cookie, from elsewhere, by a key that only reads: nothing is kept."""
    before = asked(server, "/api/v1/decisions")
    visit.open(f"/who/{actor}")
    good = visit.form("rename")["fields"] | {"name": "Nobody"}
    other, reader, stranger = Visit(server), Visit(server), Visit(server)
    other.sign_in(keys["writer"])
    reader.sign_in(keys["reader"])
    reader.open(f"/who/{actor}")
    assert not [f for f in reader.forms if f["action"] == "/decide"] and "Signed in" in reader.text
    tries = [(visit, good | {"token": ""}, {}), (visit, good | {"token": good["token"][:-1] + "."}, {}), (visit, {k: v for k, v in good.items() if k != "token"}, {}),
             (other, good, {}), (reader, good, {}), (stranger, good, {}), (visit, good, {"Origin": "http://evil.example"}),
             (visit, good, {"Origin": "null"}), (visit, good, {"Sec-Fetch-Site": "same-site"}), (visit, good, {"Sec-Fetch-Site": "cross-site"})]
    for who, fields, headers in tries:
        status, told, _ = who.send("/decide", fields, **headers)
        assert status == 403 and "www-authenticate" not in told, (fields, headers, status)
        assert who.send("/keep", fields | {"text": "The mayor said that it rained."}, **headers)[0] == 403
    assert server.ask("/decide", "POST", urllib.parse.urlencode(good), Content_Type=FORM, Authorization="Bearer " + keys["writer"])[0] == 403
    assert server.ask("/decide?kind=undo&decision=1", **visit.headers())[0] == 405
    assert visit.send("/api/v1/decisions", {})[0] == 401, "a cookie opens the pages alone"
    status = server.ask("/decide", "POST", json.dumps(good), **visit.headers(**{"Content-Type": "application/json"}))[0]
    assert status == 400, status
    assert asked(server, "/api/v1/decisions") == before


def decide(server, visit, claim, actor, other):
    def page(path):
        visit.open(path)

    names = {a["id"]: a["name"] for a in asked(server, "/people.json?limit=200")["actors"]}
    page(f"/who/{actor}")
    place = visit.press("rename", {"name": HOSTILE})
    assert re.fullmatch(r"/decisions#d\d+", place), place
    assert asked(server, f"/api/v1/actors/{actor}")["name"].startswith("<script>")
    page(f"/who/{actor}")
    assert visit.form("rename")["fields"]["name"] == HOSTILE and HOSTILE not in visit.text
    page("/decisions")
    assert f'id="{place.split("#")[1]}"' in visit.text
    visit.press("undo")
    assert asked(server, f"/api/v1/actors/{actor}")["name"] == names[actor]

    page(f"/who/{actor}")
    visit.press("merge", {"other": f"#{other}"})
    merged = asked(server, f"/api/v1/actors/{actor}")
    forms = [f["form"] for f in merged["forms"]]
    assert names[other] in forms, (names[other], forms)
    page(f"/who/{actor}")
    visit.press("split", {"form": names[other], "article": ""})
    assert names[other] not in [f["form"] for f in asked(server, f"/api/v1/actors/{actor}")["forms"]]
    page("/decisions")
    assert [f["fields"].get("kind") for f in visit.forms if f["action"] == "/decide"] == ["undo", "undo"]

    page(f"/claim/{claim}")
    part = visit.form("part")
    statement = part["fields"]["statement"]
    visit.press("part", statement=statement)
    assert asked(server, f"/api/v1/statements/{statement}").get("claim") != claim
    page(f"/claim/{claim}")
    visit.press("join", {"statement": statement})
    assert asked(server, f"/api/v1/statements/{statement}")["claim"] == claim

    for kind, fields in (("merge", {"other": ""}), ("merge", {"other": "Nobody At All"}), ("sing", {}), ("split", {"form": "", "article": ""})):
        page(f"/who/{actor}")
        form = visit.form("rename" if kind == "sing" else kind)
        status, _, body = visit.send("/decide", form["fields"] | fields | {"kind": kind})
        assert status in (400, 404) and b"<h1>" in body, (kind, fields, status)


def keep(server, visit):
    text = "The harbour <b>master</b>, Ada \"Quill\", said on Monday that 31 barges had left the port of Ostrel.\n\nNobody & nothing\u200b else was seen."
    status, _, body = visit.send("/try", {"text": text.replace("\n", "\r\n")})
    visit.forms = Forms(body.decode()).forms
    assert status == 200 and not Page(body.decode()).faults
    before = asked(server, "/api/v1/articles?limit=1")["articles"][0]["id"]
    place = visit.press("/keep", {"outlet": "The Quay", "published": "2026-03-09", "id": "barges"})
    article = asked(server, "/api/v1/articles?limit=1")["articles"][0]
    assert article["id"] > before and place == f"/article/{article['id']}" and article["outlet"] == "The Quay", article
    kept = asked(server, f"/api/v1/articles/{article['id']}")["record"]
    assert kept["text"] == text and kept["article"]["published"] == "2026-03-09", kept
    for fields, wanted in (({"text": ""}, 422), ({"text": "..."}, 422), ({"published": "monday"}, 400)):
        assert visit.send("/keep", visit.form("/keep")["fields"] | fields)[0] == wanted, fields
    _, _, body = Visit(server).send("/try", {"text": text})
    assert not [f for f in Forms(body.decode()).forms if f["action"] == "/keep"]


def leaving(server, ledger, visit, keys):
    again, cookie = Visit(server), visit.cookie
    again.sign_in(keys["writer"])
    assert visit.send("/logout", {})[0] == 303 and visit.cookie.endswith("=")
    visit.cookie = cookie  # kept by somebody
    visit.open("/login")
    assert "Sign out" not in visit.text
    again.open("/login")
    assert "Sign out" in again.text
    run("key", "remove", "writer", "--ledger", ledger)
    again.open("/login")
    assert "Sign out" not in again.text, "whose key is taken away is out"


def programs(server, keys, actor, other):
    """The same over the interface: splits, too."""
    def post(**what):
        status, _, text = server.ask("/api/v1/decisions", "POST", json.dumps(what), Content_Type="application/json", Authorization="Bearer " + keys["writer"])
        return status, json.loads(text)

    name = asked(server, f"/api/v1/actors/{other}")["name"]
    assert post(kind="merge", actor=actor, other=other)[0] == 201
    assert post(kind="split", actor=actor)[0] == 400 and post(kind="split", actor=actor, form="Nobody")[0] == 400
    status, told = post(kind="split", actor=actor, form=name)
    assert status == 201 and "another than" in told["says"], (status, told)
    assert name not in [f["form"] for f in asked(server, f"/api/v1/actors/{actor}")["forms"]]
    status, told = post(kind="split", actor=actor, article="/etc/passwd")
    assert status in (400, 404), told


def keyed(ledger, keys):
    """Where reading needs a key, signing in opens the pages, and sends no password again."""
    server = Server(ledger, "--keyed")
    visit = Visit(server)
    assert server.ask("/", **visit.headers())[0] == 401
    assert visit.sign_in(keys["reader"])[0] == 303
    visit.open("/")
    assert server.ask("/talks.json", Cookie=visit.cookie)[0] == 200 and server.ask("/talks.json")[0] == 401
    assert server.ask("/", Cookie=visit.cookie[:-1])[0] == 401 and server.ask("/", Cookie="sayso-1=" + visit.cookie.split("=")[1])[0] == 401
    server.end()


def bad_lines(ledger):
    """A line that is no key opens nothing, is told, and is not lost."""
    key = run("key", "add", "third", "--read", "--ledger", ledger).decode().strip()
    with open(ledger + ".keys") as file:
        lines = file.readlines()
    for bad in (lines[-1].replace('"read"', '"own"'), lines[-1].replace('"read"', '""'), lines[-1].replace('"read"', "5"), "{\n", "[]\n"):
        with open(ledger + ".keys", "w") as file:
            file.writelines(lines[:-1] + [bad])
        done = subprocess.run([PROGRAM, "key", "list", "--ledger", ledger], capture_output=True, text=True)
        assert done.returncode == 1 and f"line {len(lines)} " in done.stderr and "third" not in done.stdout, (bad, done)
        for words in (("add", "x", "--read"), ("remove", "third")):
            done = subprocess.run([PROGRAM, "key", *words, "--ledger", ledger], capture_output=True, text=True)
            assert done.returncode == 1 and "left as it is" in done.stderr, (words, done)
        with open(ledger + ".keys") as file:
            assert file.readlines() == lines[:-1] + [bad]
    server = Server(ledger, "--keyed")
    assert server.ask("/", Authorization="Bearer " + key)[0] == 401
    server.end()


def main():
    need_model()
    with tempfile.TemporaryDirectory() as folder:
        ledger = made(folder)
        keys = {name: run("key", "add", name, "--" + right, "--ledger", ledger).decode().strip() for name, right in (("reader", "read"), ("writer", "write"))}
        server = Server(ledger)
        people = asked(server, "/people.json?limit=20")["actors"]
        visit = signing_in(server, keys, folder)
        refused(server, visit, keys, people[0]["id"])
        decide(server, visit, 166, people[0]["id"], people[1]["id"])
        keep(server, visit)
        programs(server, keys, people[2]["id"], people[3]["id"])
        keyed(ledger, keys)
        leaving(server, ledger, visit, keys)
        server.end()
        bad_lines(ledger)
        run("verify", "--quiet", "--ledger", ledger)
    print("decided, kept and taken back from pages; nothing without the token")


main()
