"""sayso report: pages that are whole in themselves, well formed, without a script, with all that a report says escaped. Then in a real
browser: each statement's card is there by pointer and by keyboard, nothing runs out of the window at 360 pixels, and axe-core finds
no fault, in light and dark, on a wide and a narrow window, on paper. Where there is no chromium, or axe-core cannot be had from npm, that part
is left out, with a line."""
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from browser import Browser, axe_core

PROGRAM = os.environ["SAYSO_PROGRAM"]
SAMPLE = os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "data", "sample")
VOID = {"meta", "br"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \" onmouseover=alert(1) ' `x` &lt;b&gt; </style></title>"


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.open, self.ids, self.links, self.words, self.faults = [], [], [], [], []
        with open(path, encoding="utf-8", newline="") as file:
            self.text = file.read()
        self.feed(self.text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]
        self.faults += [f"id {i} stands twice" for i in set(self.ids) if self.ids.count(i) > 1]
        self.faults += [f"#{to} leads nowhere" for to in self.links if to not in self.ids]
        if "default-src 'none'" not in self.text:
            self.faults.append("no policy")
        if re.search(r"url\(|@import|expression\(", self.text.split("</style>")[0]):
            self.faults.append("the looks come from elsewhere")

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag in ("script", "img", "iframe", "object", "embed", "link", "form", "base", "svg"):
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name in ("src", "srcdoc", "action"):
                self.faults.append(f"{name}={value}")
            if name == "href" and not value.startswith(("#", "http://", "https://")):
                self.faults.append(f"href={value}")
        if "id" in known:
            self.ids.append(known["id"])
        if known.get("href", "").startswith("#"):
            self.links.append(known["href"][1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open")

    def handle_data(self, data):
        self.words.append(data)

    def article(self):
        return "".join(self.words)


def run(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, (arguments, done)
    return done.stdout


def make(folder):
    """Pages, by name; a hostile article twice, kept and not."""
    ledger = os.path.join(folder, "ledger")
    hostile = os.path.join(folder, "hostile.txt")
    with open(hostile, "w", encoding="utf-8") as out:
        out.write(f"The mayor, <b>Jane Roe</b>, said {HOSTILE} was \u202eright\u202c.\n\n\"We {HOSTILE} will,\" the mayor said.\n")
    rows = os.path.join(folder, "rows.jsonl")
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    with open(rows, "w", encoding="utf-8") as out:
        for number, url in enumerate(("javascript:alert(1)", "https://a.example/\"><script>alert(1)</script>")):
            out.write(json.dumps({"id": f"evil-{number}\"><script>", "title": escaped, "outlet": escaped, "byline": escaped, "url": url,
                                  "published": "2026-03-07", "text": f"The port said {number} gulls were seen on the sea wall. Mr. Roe denied it."}) + "\n")
    run("add", "--quiet", "--ledger", ledger, SAMPLE, rows)
    pages = {}

    def report(name, *what):
        pages[name] = os.path.join(folder, name + ".html")
        run("report", "--quiet", "--ledger", ledger, *what, "-o", pages[name])

    for name in ("05-follow-up", "07-every-hard-thing"):
        report(name, name)
    report("draft", os.path.join(SAMPLE, "03-leaked-audit.txt"))
    report("hostile", hostile)
    statements = [json.loads(line) for line in run("export", "--ledger", ledger, "--format", "statements").splitlines()]
    evil = [s for s in statements if s["article"].startswith("evil")]
    assert len({s["article"] for s in evil}) == 2, evil
    ids = [json.loads(line)["article"]["id"] for line in run("export", "--ledger", ledger).splitlines()]
    for number in range(2):
        report(f"evil-{number}", str(1 + next(i for i, name in enumerate(ids) if name.startswith(f"evil-{number}"))))
    claims = [s["claim"] for s in statements if s["claim"]]
    report("claim", "claim", str(max(claims, key=claims.count)))
    report("evil-claim", "claim", str(next(s["claim"] for s in evil if s["claim"])))
    if run("report", "--ledger", ledger, "05-follow-up") != open(pages["05-follow-up"], "rb").read():
        sys.exit("standard output has another page than the file")
    return pages


def check(name, path):
    page = Page(path)
    assert not page.faults, (name, page.faults)
    if name == "hostile":
        assert HOSTILE in page.article() and "\u202e" not in page.text
    if name.startswith("evil-"):
        assert "alert(1)" in page.article() and "<script" not in page.text and "javascript:" not in re.sub(">[^<]*<", "><", page.text)


def sample_text(page):
    """The text alone, without numbers, as the sample has it."""
    inner = re.search(r'<section class="text".*?>\n(.*?)</section>', page.text, re.S).group(1)
    inner = re.sub(r'<a class="n .*?</a>', "", inner)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", inner.replace("</p>", "\n")))).strip()


def look(pages, axe):
    browser = Browser()
    try:
        for name, path in pages.items():
            for width, media, scheme in ((1280, "", "light"), (360, "", "light"), (360, "", "dark"), (700, "print", "light")):
                browser.open(path, width, media, scheme)
                wide = browser.run("document.documentElement.scrollWidth")
                assert wide <= width, f"{name}: {wide} pixels in a window of {width}"
                if axe:
                    browser.run(axe + ";0")
                    found = browser.run("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
                    assert not found, (name, width, media, scheme, found)
        browser.open(pages["07-every-hard-thing"], 1280)
        shown = "[...document.querySelectorAll('.card')].filter(c => getComputedStyle(c).display != 'none').map(c => c.id)"
        assert browser.run(shown) == []
        assert browser.run("[...document.querySelectorAll('.text .n')].every(n => { n.focus(); return getComputedStyle(document.getElementById("
                           "'c' + n.textContent)).display == 'block'; })")
        browser.run("document.activeElement.blur()")
        inner = browser.run("[...document.querySelectorAll('.q .q')].find(e => !e.querySelector('span')).className.match(/ s(\\d+)/)[1]")
        browser.hover(f".q .q.s{inner}")
        on_top = browser.run(f"(s => s.sort((a, b) => getComputedStyle(b).zIndex - getComputedStyle(a).zIndex)[0].id)({shown.replace('.map(c => c.id)', '')})")
        assert on_top == "c" + inner, (on_top, inner)
    finally:
        browser.close()


def main():
    if not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
        print("skipped: no model file")
        return 77
    os.environ["SAYSO_MODEL"] = os.environ["SAYSO_MODEL_FILE"]
    with tempfile.TemporaryDirectory() as folder:
        pages = make(folder)
        for name, path in pages.items():
            check(name, path)
        with open(os.path.join(SAMPLE, "05-follow-up.txt"), encoding="utf-8") as file:
            said = re.sub(r"\s+", " ", file.read().split(" ", 2)[2]).strip()
        assert sample_text(Page(pages["05-follow-up"])) == said
        if os.environ["SAYSO_SANITIZED"] == "1" or not shutil.which("chromium"):
            print(f"{len(pages)} pages are well formed; not looked at in a browser: {'sanitizers' if shutil.which('chromium') else 'no chromium'}")
            return 0
        axe = axe_core()
        look(pages, axe)
        print(f"{len(pages)} pages, each in four windows: {'axe-core finds no fault' if axe else 'axe-core cannot be had here, and was left out'}")
    return 0


sys.exit(main())
