"""sayso watch over real servers: what is found in feeds, how each is told, what is told of what fails, and that nothing is told twice."""
import base64
import hashlib
import hmac
import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as tree

from scene import (MODEL, PROGRAM, Post, Site, circle, environment, gzip_bomb, lines, need_model, no_feed, once, rss, sayso, story, text_of, wait_for)

need_model()


def fresh(name):
    folder = tempfile.mkdtemp(prefix=f"sayso-watch-{name}-")
    return os.path.join(folder, "ledger.db")


def watch(ledger, *arguments):
    return sayso("watch", "add", "--ledger", ledger, *arguments)


def sound(ledger):
    assert ": 0 faults" in sayso("verify", "--ledger", ledger).stdout


def a_feed_is_followed_and_told_once():
    site, ledger = Site(), fresh("feed")
    watch(ledger, "--who", "Caldo")
    watch(ledger, "--about", "warehouse", "--act", "deny", "--name", "denials")
    site.content["/a"] = rss([(0, story(0)), (1, story(1))])
    done = once(ledger, site.url("/a"))
    found = lines(done.stdout)
    assert [a["watch"]["name"] for a in found] == ["Caldo"], done
    alert = found[0]
    assert alert["statement"]["source"]["name"] == "Ines Caldo" and alert["statement"]["article"]["outlet"], alert
    assert alert["reasons"] == ["new"] and alert["copies"] == 0 and "warehouse numbered 0" in alert["words"], alert
    assert alert["claim"]["origin_count"] == 1 and alert["chain"][0]["hand"] == "first", alert
    assert not once(ledger, site.url("/a")).stdout and site.asked("/a")[1], "the second time it is asked whether it changed"
    site.content["/a"] = rss([(2, story(2, "Ines Caldo", "denied", "the warehouse numbered 1 on the quay of Ostrel would be closed before winter")),
                              (1, story(1)), (0, story(0))])  # another order, and one more
    found = lines(once(ledger, site.url("/a")).stdout)
    assert [a["watch"]["name"] for a in found] == ["Caldo", "denials"], found
    assert {"first_denial", "contradicts"} <= set(found[1]["reasons"]), found[1]
    assert found[0]["alert"] == alert["alert"] + 1
    sound(ledger)


def a_revision_is_told():
    site, ledger = Site(), fresh("revision")
    watch(ledger, "--about", "warehouse")
    unnamed = story(1).replace("Mayor Piet Marrowin said", "An official who asked not to be named said")
    site.content["/a"] = rss([(1, unnamed)])
    assert len(lines(once(ledger, site.url("/a")).stdout)) == 1
    site.content["/a"] = rss([(1, story(1))])
    found = lines(once(ledger, site.url("/a")).stdout)
    assert len(found) == 1 and {"named", "revised"} <= set(found[0]["reasons"]), found
    site.content["/a"] = rss([(1, story(1).split("\n\n")[1])])
    found = lines(once(ledger, site.url("/a")).stdout)
    assert [a["what"] for a in found] == ["dropped"] and "warehouse numbered 1" in found[0]["words"], found


def reprints_are_told_as_one():
    site, ledger = Site(), fresh("reprints")
    watch(ledger, "--who", "Caldo")
    for i in range(5):
        site.content[f"/{i}"] = rss([(f"wire-{i}", story(0))], f"Paper {i}").replace(b"herald.example", f"paper{i}.example".encode())
    found = lines(once(ledger, *(site.url(f"/{i}") for i in range(5))).stdout)
    assert len(found) == 1 and found[0]["copies"] == 4, [(a["place"], a["copies"]) for a in found]


def what_fails_is_told_once():
    site, ledger = Site(), fresh("fails")
    watch(ledger, "--who", "Caldo")
    site.content |= {"/bomb": gzip_bomb, "/circle": circle, "/gone": 410, "/fails": 500, "/noise": no_feed, "/good": rss([(0, story(0))])}
    urls = [site.url(f"/{name}") for name in ("bomb", "circle", "gone", "fails", "noise", "good")]
    done = once(ledger, *urls, code=1)
    assert len(lines(done.stdout)) == 1, "what comes is told, whatever fails beside it"
    for name, words in (("circle", "sends us on more than"), ("gone", "HTTP 410"), ("fails", "HTTP 500")):
        assert re.search(f"/{name}: .*{words}", done.stderr), (name, done.stderr)
    db = sqlite3.connect(ledger)
    db.execute("UPDATE feed SET due = 0")
    db.commit()
    again = once(ledger, *urls, code=1)
    assert not any(f"/{name}: " in again.stderr for name in ("circle", "gone", "fails")), again.stderr
    site.content["/fails"] = rss([(7, story(7))])
    db.execute("UPDATE feed SET due = 4000000000000")  # a clock that was set back since
    db.commit()
    status = json.loads(sayso("watch", "status", "--ledger", ledger, "--format", "json").stdout)
    assert {f["url"]: f["failures"] for f in status["feeds"]}[site.url("/fails")] == 2, status
    done = once(ledger, "--pace", "100000", *urls, code=None)
    assert "/fails: " not in done.stderr or "comes again" in done.stderr, done.stderr


def a_feed_that_came_and_is_none_is_told():
    site, ledger = Site(), fresh("broken")
    watch(ledger, "--who", "Caldo")
    site.content["/deep"] = b"<rss version='2.0'><channel>" + b"<a>" * 1000
    site.content["/half"] = rss([(0, story(0)), (1, story(1))])[:-200]
    done = once(ledger, site.url("/deep"), site.url("/half"))
    assert re.search("/deep: .*256 deep", done.stderr), done.stderr
    assert re.search("/half: .*no sound XML", done.stderr) and len(lines(done.stdout)) == 1, done


def hosts_are_asked_as_they_wish():
    site, ledger = Site(), fresh("polite")
    watch(ledger, "--who", "Caldo")
    site.content |= {"/robots.txt": b"User-agent: *\nDisallow: /closed\n", "/closed": rss([(0, story(0))]), "/later": 503, "/long": rss([(7, story(7))])}
    site.headers |= {"/later": {"Retry-After": "7200"}, "/long": {"Cache-Control": "public, max-age=36000"}}
    begun = time.time()
    done = once(ledger, *(site.url(path) for path in ("/closed", "/later", "/long")), code=1, pace=1)
    assert not site.asked("/closed") and len(site.asked("/later")) == 1 and len(site.asked("/robots.txt")) == 1, site.log
    assert "robots.txt" in done.stderr, done.stderr
    due = dict(sqlite3.connect(ledger).execute("SELECT url, due FROM feed"))
    assert due[site.url("/later")] >= begun + 7200 and due[site.url("/long")] >= begun + 36000, due
    once(ledger, *(site.url(path) for path in ("/later", "/long")), code=1, pace=1)
    assert len(site.asked("/later")) == 1 and len(site.asked("/long")) == 1, "neither is due"


def lists_are_read_as_readers_export_them():
    site, ledger = Site(), fresh("opml")
    watch(ledger, "--who", "Caldo")
    site.content["/a"] = rss([(0, story(0))])
    path = os.path.join(os.path.dirname(ledger), "feeds.opml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"<?xml version='1.0'?><opml version='2.0'><head><title>Desk</title></head><body><outline text='Papers'><outline type='rss' "
                   f"text='Herald' xmlUrl='{site.url('/a')}'/></outline></body></opml>")
    assert len(lines(once(ledger, "--feeds", path).stdout)) == 1
    with open(path, "w", encoding="utf-8") as file:
        file.write("<opml><body><outline")
    assert "broken" in once(ledger, "--feeds", path, code=1).stderr


def signed_with(secret, headers, body):
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return headers["webhook-signature"] == f"v1,{expected}"


def a_webhook_takes_each_once():
    site, ledger = Site(), fresh("hook")
    watch(ledger, "--who", "Caldo")
    secret = os.path.join(os.path.dirname(ledger), "secret")
    with open(secret, "w", encoding="ascii") as file:
        file.write("whsec_" + base64.b64encode(b"between us").decode() + "\n")
    site.content |= {"/a": rss([(0, story(0)), (7, story(7))]), "/hook": 500}
    hook = ("--webhook", site.url("/hook"), "--webhook-secret", secret)
    done = once(ledger, *hook, site.url("/a"), code=1)
    assert "does not take alerts (HTTP 500)" in done.stderr and len(site.posts) == 1, (done.stderr, site.posts)
    first = site.posts[0]
    site.content["/hook"] = 204
    del site.posts[:]
    sqlite3.connect(ledger).execute("UPDATE teller SET due = 0").connection.commit()
    done = once(ledger, *hook)
    assert "takes alerts again" in done.stderr and not done.stdout, done
    assert [json.loads(body)["statement"]["source"]["name"] for _, _, body in site.posts] == ["Ines Caldo"] * 2, site.posts
    for _, headers, body in site.posts:
        assert signed_with(b"between us", headers, body) and not signed_with(b"between you", headers, body), headers
    assert site.posts[0][1]["webhook-id"] == first[1]["webhook-id"] and site.posts[0][2] == first[2], "the same alert is the same each time"
    assert site.posts[0][1]["webhook-id"] != site.posts[1][1]["webhook-id"]
    once(ledger, *hook)
    assert len(site.posts) == 2, "what was taken is not sent again"
    watch(ledger, "--who", "Quennerby")
    site.content["/b"] = rss([(3, story(3))])
    once(ledger, site.url("/b"))
    done = sayso("watch", "run", "--once", "--ledger", ledger, *hook, code=1)  # without --allow-private
    assert "its address is private" in done.stderr and len(site.posts) == 2, done
    sound(ledger)


def a_mail_has_all_since_the_last():
    site, ledger, post = Site(), fresh("mail"), Post()
    watch(ledger, "--who", "Caldo")
    site.content["/a"] = rss([(0, story(0)), (7, story(7))])
    mail = ("--mail", "desk@example.org", "--mail-from", "sayso@example.org", "--smtp", f"smtp://127.0.0.1:{post.port}")
    post.refuses = True
    assert "the mail cannot be sent" in once(ledger, *mail, site.url("/a"), code=1).stderr
    post.refuses = False
    sqlite3.connect(ledger).execute("UPDATE teller SET due = 0").connection.commit()
    once(ledger, *mail, pace=1)
    assert len(post.letters) == 1, post.letters
    letter = post.letters[0]
    assert letter["To"] == "<desk@example.org>" and letter["Subject"] == "sayso: 2 found" and letter["Message-ID"].endswith("@example.org>"), letter.items()
    assert text_of(letter).count("Ines Caldo") >= 2 and "warehouse numbered 7" in text_of(letter), text_of(letter)
    site.content["/b"] = rss([(14, story(14))])
    once(ledger, *mail, site.url("/b"), pace=1)
    assert len(post.letters) == 1, "one an hour at most"
    with sqlite3.connect(ledger) as found:
        found.execute("WITH more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 600) INSERT INTO alert (id, watch, article, number, sort,"
                      " reasons, origins, family, same, made, words) SELECT 3 + n, 1, 1, 1, 0, 0, 0, 1, n, made, words FROM alert, more WHERE id = 1")
        found.execute("UPDATE ledger SET value = '603' WHERE key = 'alerts'")
        found.execute("UPDATE teller SET due = 0")
    once(ledger, *mail, pace=1)
    assert [letter["Subject"] for letter in post.letters[1:]] == ["sayso: 601 found"], "all since the last one, in one"
    done = sayso("watch", "run", "--once", "--ledger", ledger, "--mail", "a@b\nBcc: c@d", "--mail-from", "e@f", code=1)
    assert "take an address each" in done.stderr


def atom_files_are_whole():
    site, ledger = Site(), fresh("atom")
    folder = os.path.join(os.path.dirname(ledger), "atom")
    watch(ledger, "--who", "Caldo", "--name", "../Caldo & <co>")
    once(ledger, "--atom", folder)
    (name,) = os.listdir(folder)
    assert os.path.realpath(os.path.join(folder, name)).startswith(os.path.realpath(folder) + os.sep), name
    space = "{http://www.w3.org/2005/Atom}"
    path = os.path.join(folder, name)
    assert tree.parse(path).getroot().find(space + "title").text == "../Caldo & <co>"
    assert not tree.parse(path).getroot().findall(space + "entry")
    site.content["/a"] = rss([(0, story(0, words="the <b>quay</b> & its \"lamps\" would be closed"))])
    once(ledger, "--atom", folder, site.url("/a"))
    (entry,) = tree.parse(path).getroot().findall(space + "entry")
    assert "lamps" in entry.find(space + "title").text and entry.find(space + "id").text.startswith("urn:sayso:alert:")


def too_many_are_told_as_a_number():
    site, ledger = Site(), fresh("limit")
    watch(ledger, "--who", "Caldo")
    site.content["/a"] = rss([(7 * i, story(7 * i)) for i in range(6)])
    done = once(ledger, "--most-an-hour", "2", site.url("/a"), pace=1)
    assert [a["alert"] for a in lines(done.stdout)] == [1, 2], done.stdout
    assert not once(ledger, "--most-an-hour", "2", pace=1).stdout
    sqlite3.connect(ledger).execute("UPDATE teller SET hour = hour - 3601").connection.commit()
    held = lines(once(ledger, "--most-an-hour", "2", pace=1).stdout)
    assert [(h["held_back"], h["watches"]) for h in held] == [(4, [{"id": 1, "name": "Caldo", "alerts": 4}])], held
    assert not once(ledger, "--most-an-hour", "2", pace=1).stdout
    site.content["/b"] = rss([(70, story(70))])
    sqlite3.connect(ledger).execute("UPDATE teller SET hour = 9000000000").connection.commit()  # a clock that was set back
    assert len(lines(once(ledger, "--most-an-hour", "2", site.url("/b"), pace=1).stdout)) == 1


def at_night_nobody_is_told():
    site, ledger = Site(), fresh("night")
    watch(ledger, "--who", "Caldo")
    site.content["/a"] = rss([(0, story(0))])
    hour = time.localtime().tm_hour
    night = f"{(hour + 23) % 24}-{(hour + 3) % 24}"
    assert not once(ledger, "--quiet-hours", night, site.url("/a")).stdout
    assert len(lines(once(ledger, "--quiet-hours", f"{(hour + 5) % 24}-{(hour + 7) % 24}").stdout)) == 1
    assert sayso("watch", "run", "--once", "--ledger", ledger, "--quiet-hours", "25-7", code=2).stderr


def a_killed_writer_is_gone_on_from():
    """Half a line is taken away; an alert that was written, and not yet said to be told, is not written again."""
    site, ledger = Site(), fresh("half")
    out = os.path.join(os.path.dirname(ledger), "out.jsonl")
    watch(ledger, "--who", "Caldo")
    site.content["/a"] = rss([(0, story(0)), (7, story(7))])
    once(ledger, "-o", out, site.url("/a"))
    with open(out, encoding="utf-8") as file:
        whole = file.read()
    assert len(lines(whole)) == 2
    sqlite3.connect(ledger).execute("UPDATE teller SET told = 1").connection.commit()  # killed behind the second line
    once(ledger, "-o", out)
    with open(out, encoding="utf-8") as file:
        assert file.read() == whole
    with open(out, "w", encoding="utf-8") as file:
        file.write(whole[:-40])
    sqlite3.connect(ledger).execute("UPDATE teller SET told = 1").connection.commit()  # killed within it
    once(ledger, "-o", out)
    with open(out, encoding="utf-8") as file:
        assert file.read() == whole
    for held, up_to, told in ((1, 2, 0), (9, 2, 1), (1, 9, 1)):  # a number that was held back is of this ledger, or of another
        with open(out, "w", encoding="utf-8") as file:
            file.write(json.dumps({"held_back": held, "up_to": up_to, "watches": []}) + "\n")
        sqlite3.connect(ledger).execute("UPDATE teller SET told = 1").connection.commit()
        once(ledger, "-o", out)
        with open(out, encoding="utf-8") as file:
            assert len(lines(file.read())) == 1 + told, (held, up_to)


class Running:
    """A run that goes on, until the end of the block."""

    def __init__(self, ledger, *arguments, pace=100000):
        self.err = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen([PROGRAM, "watch", "run", "--allow-private", "--pace", str(pace), "--status-port", "0", "--ledger", ledger,
                                         *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.err, env=environment())

    def told(self):
        self.err.seek(0)
        return self.err.read()

    def get(self, path):
        wait_for("the port", lambda: "status at" in self.told())
        base = re.search(r"status at (http://127.0.0.1:\d+)", self.told())[1]
        try:
            with urllib.request.urlopen(base + path, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metric(self, name):
        return int(re.search(rf"^sayso_watch_{name} (\d+)$", self.get("/metrics")[1], re.M)[1])

    def rights(self):
        found = set()
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{task}/status", encoding="utf-8") as file:
                found.add(re.search(r"^NoNewPrivs:\s+(\d)$", file.read(), re.M)[1])
        return found

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=120) == 0, self.told()


def it_runs_and_tells_how_it_goes():
    site, ledger = Site(), fresh("runs")
    out = os.path.join(os.path.dirname(ledger), "out.jsonl")
    watch(ledger, "--who", "Caldo")
    site.content |= {"/a": rss([(0, story(0))]), "/b": 500}

    def count():
        with open(out, encoding="utf-8") as file:
            return len(lines(file.read()))

    with Running(ledger, "-o", out, site.url("/a"), site.url("/b")) as run:
        wait_for("the first alert", lambda: os.path.exists(out) and count() == 1)
        assert run.get("/healthz") == (200, "ok\n") and run.get("/nothing")[0] == 404
        assert len(run.rights()) == 1, "all threads are confined, or none is"
        wait_for("the fault", lambda: run.metric("feeds_failing") == 1)
        assert run.metric("feeds") == 2 and run.metric("alerts_total") == 1 and run.metric("resident_bytes") > 0
        site.content["/a"] = rss([(0, story(0)), (7, story(7))])
        wait_for("the second", lambda: count() == 2)
        site.content["/b"] = rss([(14, story(14))])
        wait_for("what comes again", lambda: count() == 3 and "it comes again" in run.told())
        sayso("watch", "add", "--ledger", ledger, "--who", "Marrowin")  # while it runs
        path = os.path.join(os.path.dirname(ledger), "more.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(story(1))
        sayso("add", "--quiet", "--ledger", ledger, path)  # by another program
        wait_for("what another has added", lambda: count() == 4)
        assert run.told().count("/b: ") == 2, run.told()
    sound(ledger)


def others_write_while_a_page_is_waited_for():
    site, ledger, go_on = Site(), fresh("slow"), threading.Event()
    watch(ledger, "--who", "Caldo")

    def page(number):
        return f"<html><body><article><h1>Quay {number}</h1>{''.join(f'<p>{p}</p>' for p in story(number).split(chr(10) * 2))}</article></body></html>".encode()

    def slow(handler):
        go_on.wait(20)
        handler.answer(200, page(7), Content_Type="text/html")

    items = "".join(f"<item><title>Quay</title><link>{site.url(path)}</link><guid>{path}</guid></item>" for path in ("/first", "/slow"))
    site.content |= {"/a": f"<rss version='2.0'><channel><title>Halmere Herald</title>{items}</channel></rss>".encode(),
                     "/first": lambda handler: handler.answer(200, page(0), Content_Type="text/html"), "/slow": slow}

    def kept():
        with sqlite3.connect(ledger) as asked:
            return asked.execute("SELECT count(*) FROM article").fetchone()[0]

    with Running(ledger, "--follow", site.url("/a")) as run:
        wait_for("the second page to be asked for", lambda: site.asked("/slow"))
        wait_for("the first to be kept", lambda: kept() == 1, 15)
        other = sqlite3.connect(ledger, timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.rollback()
        other.close()
        go_on.set()
        wait_for("the second", lambda: kept() == 2)
        wait_for("both alerts", lambda: run.metric("alerts_total") == 2)


def one_that_cannot_be_kept_takes_none_with_it():
    site, ledger = Site(), fresh("refused")
    watch(ledger, "--who", "Caldo")
    site.content["/a"] = rss([(n, story(n)) for n in (0, 7, 14)])

    def execute(sql):
        with sqlite3.connect(ledger) as other:
            return other.execute(sql).fetchall()

    execute("CREATE TRIGGER refuse BEFORE INSERT ON article WHEN new.text LIKE '%numbered 7 %' BEGIN SELECT RAISE(ABORT, 'refused by a test'); END")
    done = once(ledger, site.url("/a"), code=None)
    assert len(lines(done.stdout)) == 2 and "refused by a test" in done.stderr, done
    execute("DROP TRIGGER refuse")
    found = lines(once(ledger, site.url("/a")).stdout)
    assert len(found) == 1 and "numbered 7 " in found[0]["words"], "the feed has not changed, and is read again"
    sound(ledger)


def a_full_disk_is_told_once():
    site, ledger = Site(), fresh("full")
    out = os.path.join(os.path.dirname(ledger), "out.jsonl")
    watch(ledger, "--who", "Caldo")
    site.content["/a"] = 404
    with Running(ledger, "-o", out, site.url("/a"), pace=2000) as run:
        wait_for("a round", lambda: run.metric("rounds_total") > 1)
        resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
        site.content["/a"] = rss([(7 * i, story(7 * i)) for i in range(3)])
        wait_for("the fault", lambda: run.metric("ledger_failing") == 1)
        assert run.get("/healthz")[0] == 503
        before = run.metric("rounds_total")
        wait_for("some rounds", lambda: run.metric("rounds_total") > before + 2)
        assert run.told().count("nothing is lost") == 1, run.told()
        resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        wait_for("all of it", lambda: os.path.exists(out) and len(lines(open(out, encoding="utf-8").read())) == 3)
        assert "the ledger can be written again" in run.told(), run.told()
    sound(ledger)


def an_endless_line_is_no_watch():
    assert "longer than a megabyte" in sayso("watch", "import", "--ledger", fresh("endless"), "/dev/zero", code=1).stderr


def two_do_not_write_to_one_file():
    site, ledger = Site(), fresh("two")
    out = os.path.join(os.path.dirname(ledger), "out.jsonl")
    watch(ledger, "--who", "Caldo")
    with Running(ledger, "-o", out) as run:
        wait_for("a round", lambda: run.metric("rounds_total") > 0)
        assert "another 'sayso watch run' writes to it" in once(ledger, "-o", out, code=None).stderr
    site.content["/a"] = rss([(0, story(0))])
    once(ledger, "-o", out, site.url("/a"))
    assert len(lines(open(out, encoding="utf-8").read())) == 1


def no_secret_is_seen():
    told = sayso("watch", "run", "--help").stdout
    assert "--webhook-secret=FILE" in told and "--smtp-login=FILE" in told
    assert not re.search(r"--[a-z-]*(password|secret)(?!=FILE)[= ][A-Z]", told), told
    done = once(fresh("login"), "--mail", "a@b", "--mail-from", "e@f", "--smtp", "smtp://desk:open%20sesame@127.0.0.1", code=1)
    assert "--smtp-login names a file" in done.stderr and "sesame" not in done.stderr, done


TESTS = [a_feed_is_followed_and_told_once, a_revision_is_told, reprints_are_told_as_one, what_fails_is_told_once,
         a_feed_that_came_and_is_none_is_told, hosts_are_asked_as_they_wish,
         lists_are_read_as_readers_export_them, a_webhook_takes_each_once, a_mail_has_all_since_the_last, atom_files_are_whole,
         too_many_are_told_as_a_number, at_night_nobody_is_told, a_killed_writer_is_gone_on_from, it_runs_and_tells_how_it_goes,
         others_write_while_a_page_is_waited_for, one_that_cannot_be_kept_takes_none_with_it,
         a_full_disk_is_told_once, an_endless_line_is_no_watch, two_do_not_write_to_one_file, no_secret_is_seen]
if __name__ == "__main__":
    import sys
    for test in TESTS:
        if len(sys.argv) < 2 or test.__name__ in sys.argv[1:]:
            test()
            print(test.__name__, "holds")
