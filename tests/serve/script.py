"""No script of a report runs: 210 forms of one, each kind of place times each kind of what may run there, as headlines, outlets, bylines,
URLs, names and words of articles, as names that a person gives, and as what is asked for. Debian's chromium opens each page with its policy
for content put aside, so that the escaping alone holds; every event that a handler could wait for is sent to every element. That a script of
this kind would be seen is tried first, on a page that does not escape."""
import json
import os
import shutil
import sys
import tempfile
from urllib.parse import quote

sys.path.insert(0, os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "tests", "show"))
from browser import Browser  # noqa: E402
from server import Server, need_model, run  # noqa: E402

RUN = "window.ran=(window.ran||0)+1"
PLACES = ["{}", "\"{}", "'{}", "\">{}", "'>{}", "`>{}", "</title>{}", "</style>{}", "</textarea>{}", "</option></select>{}", "-->{}", "]]>{}",
          "\\\">{}", "&#34;&gt;{}", "</a></p>{}"]
RUNS = [f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f"<svg onload={RUN}>", f"<svg/onload={RUN}//", f"<details open ontoggle={RUN}>x</details>",
        f"<input autofocus onfocus={RUN}>", f"<iframe srcdoc='&lt;script&gt;parent.{RUN}&lt;/script&gt;'></iframe>", f"<a href=javascript:{RUN}>x</a>",
        f" onmouseover={RUN} onfocus={RUN} tabindex=0 x=", f"javascript:{RUN}", f"<style onload={RUN}></style>", f"<object data='javascript:{RUN}'></object>",
        f"<math><a xlink:href='javascript:{RUN}'>x</a></math>", f"<form action=javascript:{RUN}><button>x</button></form>"]
FORMS = [place.format(what) for place in PLACES for what in RUNS]
POKE = """[...document.querySelectorAll('*')].forEach(e => ['mouseover', 'mouseenter', 'focus', 'load', 'error', 'toggle', 'click'].forEach(t => {
  const event = new Event(t, {cancelable: true}); event.preventDefault(); if (!(t == 'click' && e.closest('a[href^="/"],button,summary'))) e.dispatchEvent(event); }));
[...document.querySelectorAll('[href^="javascript" i],[action^="javascript" i],[src^="javascript" i]')].length + (window.ran || 0)"""


def add(folder, ledger):
    path = os.path.join(folder, "forms.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for number, form in enumerate(FORMS):
            escaped = form.replace("&", "&amp;").replace("<", "&lt;")  # a feed's fields come escaped, and are unescaped when they are read
            out.write(json.dumps({"id": f"{number} {form}", "title": escaped, "outlet": f"{number} {escaped}", "byline": escaped,
                                  "url": form if form.startswith("javascript") else f"https://a.example/{number}?{form}", "published": "2026-03-07",
                                  "text": f"The {form} Gulls Bureau said {number} gulls were seen at the port. \"{form} were {number},\" Mr. Roe{number} {form} said.\n\n"
                                  f"Ada Quill accused {form} of {form}."}) + "\n")
    run("add", "--quiet", "--ledger", ledger, path)


def safe(browser, address):
    browser.ask("Page.navigate", url=address)
    browser.wait("Page.loadEventFired")
    found = browser.run(POKE)
    assert found == 0, (address, found, browser.run("document.documentElement.outerHTML")[:3000])


def control(browser):
    """On a page that escapes nothing most of them run: what is looked for can be found."""
    ran = 0
    for form in RUNS:
        browser.ask("Page.navigate", url="data:text/html," + quote(f"<!DOCTYPE html><title>x</title><p title=\"{form}\">{form}</p>"))
        browser.wait("Page.loadEventFired")
        ran += browser.run(POKE) > 0
    assert ran >= 8, ran
    return ran


def main():
    need_model()
    if os.environ["SAYSO_SANITIZED"] == "1" or not shutil.which("chromium"):
        print("skipped: not looked at in a browser: " + ("sanitizers" if shutil.which("chromium") else "no chromium"))
        return 77
    assert len(FORMS) >= 200 and len(set(FORMS)) == len(FORMS)
    with tempfile.TemporaryDirectory() as folder:
        ledger = os.path.join(folder, "ledger")
        add(folder, ledger)
        key = run("key", "add", "desk", "--write", "--ledger", ledger).decode().strip()
        server = Server(ledger)
        here = f"http://127.0.0.1:{server.port}"
        people = json.loads(server.get("/people.json?limit=20"))["actors"]
        for actor, form in zip(people, FORMS[::11]):
            status, _, text = server.ask("/api/v1/decisions", "POST", json.dumps({"kind": "rename", "actor": actor["id"], "name": form}),
                                         Content_Type="application/json", Authorization="Bearer " + key)
            assert status == 201, (form, text)
        browser = Browser()
        try:
            browser.ask("Page.setBypassCSP", enabled=True)
            ran = control(browser)
            articles = json.loads(server.get("/api/v1/articles?limit=1000"))["articles"]
            assert len(articles) >= 200, len(articles)
            lists = ["/?limit=1000", "/people?limit=1000", "/counts?by=outlet&top=1000", "/counts?by=source&then=outlet&top=1000", "/lot?limit=1000", "/talks?limit=1000",
                     "/talks?deeds=yes&limit=1000", "/events?limit=1000", "/decisions", "/?q=gulls&limit=1000",
                     "/compare?articles=" + ",".join(str(a["id"]) for a in articles[:8])]
            pages = lists + [f"/article/{a['id']}" for a in articles] + [f"/who/{a['id']}" for a in people] + [f"/claim/{n}" for n in range(1, 40, 3)]
            asked = ["/?q=", "/people?name=", "/talks?name=", "/events?who=", "/?q=gulls&outlet=", "/events?article=", "/claim/"]
            pages += [asked[n % len(asked)] + quote(form, safe="") for n, form in enumerate(FORMS)]
            for page in pages:
                safe(browser, here + page)
        finally:
            browser.close()
            server.end()
    print(f"{len(FORMS)} forms on {len(pages)} pages: none runs, where {ran} of {len(RUNS)} kinds run on a page that does not escape")
    return 0


sys.exit(main())
