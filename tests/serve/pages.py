"""The served pages in a real browser (Debian's chromium): walked by keyboard and by mouse; nothing runs out of the window at 360, 768 and
1280 pixels, light and dark, nor on paper; no script of a hostile article runs; axe-core finds no fault. Where there is no
chromium, or axe-core cannot be had from npm, that part is left out, with a line. SAYSO_SHOTS names a folder for pictures."""
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "tests", "show"))
from browser import Browser, axe_core  # noqa: E402
from server import Server, add_told, made, need_model, run  # noqa: E402

LOOKS = [(360, "", "light"), (360, "", "dark"), (768, "", "light"), (768, "", "dark"), (1280, "", "light"), (1280, "", "dark"),
         (700, "print", "light")]
PAGES = {"home": "/", "search": "/?q=dredger", "narrowed": "/?q=dredger&act=deny&order=date", "article": "/article/5", "claim": "/claim/166",
         "events": "/events", "events-narrowed": "/events?who=Quennerby&status=reported", "event": "/event/b:1",
         "people": "/people", "person": "/who/5", "talks": "/talks", "deeds": "/talks?deeds=yes", "decisions": "/decisions", "login": "/login", "counts": "/counts?by=outlet&then=act",
         "lot": "/lot?act=deny", "compare": "/compare?articles=5,11,13", "try": "/try", "api": "/api", "nothing": "/nothing", "evil": "/?q=gulls"}


SIGNED = {"claim-signed": "/claim/166", "person-signed": "/who/5", "decisions-signed": "/decisions", "login-signed": "/login"}


class Visitor(Browser):
    def __init__(self, server):
        super().__init__()
        self.address = f"http://127.0.0.1:{server.port}"

    def visit(self, path, width=1280, media="", scheme="light"):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.ask("Page.navigate", url=self.address + path)
        self.wait("Page.loadEventFired")

    def key(self, name, code=0, text=None):
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=name, code=name, windowsVirtualKeyCode=code, **({"text": text} if text else {}))
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=name, code=name, windowsVirtualKeyCode=code)

    def type(self, text):
        for letter in text:
            self.key(letter, text=letter)

    def tab_to(self, selector, most=300):
        """By the Tab key alone."""
        for _ in range(most):
            self.key("Tab", 9)
            if self.run(f"document.activeElement.matches({selector!r})"):
                return
        raise AssertionError(f"{selector} is not reached by Tab")

    def enter(self):
        self.key("Enter", 13, "\r")
        self.wait("Page.loadEventFired")

    def here(self):
        return self.run("location.pathname + location.search + location.hash")

    def click(self, selector, loads=True):
        x, y = self.run(f"(() => {{ const e = document.querySelector({selector!r}); e.scrollIntoView({{block: 'center'}});"
                        "const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        if loads:
            self.wait("Page.loadEventFired")


def by_keyboard(browser):
    browser.visit("/")
    browser.key("Tab", 9)
    assert browser.run("document.activeElement.className") == "skip"
    browser.tab_to("#q")
    browser.type("dredger mooring")
    browser.enter()
    assert "q=dredger+mooring" in browser.here(), browser.here()
    browser.tab_to("main ol a[href^='/claim/']")
    browser.enter()
    assert browser.here().startswith("/claim/"), browser.here()
    browser.tab_to("main a[href^='/article/']")
    browser.enter()
    assert browser.here().startswith("/article/") and "#s" in browser.here(), browser.here()
    browser.tab_to(".list a.n")
    browser.key("Enter", 13, "\r")
    assert "#m" in browser.here(), browser.here()
    browser.tab_to(".list a[href^='/who/']")
    browser.enter()
    assert browser.here().startswith("/who/"), browser.here()


def by_mouse(browser):
    browser.visit("/?q=dredger")
    browser.click("main ol a[href^='/claim/']")
    assert browser.here().startswith("/claim/")
    browser.click(".tree a[href^='/article/']")
    assert "#s" in browser.here()
    browser.click(".text a.n", loads=False)
    assert "#s" in browser.here()
    browser.click(".ways a[href='/people']")
    browser.click("main ol a[href^='/who/']")
    assert browser.here().startswith("/who/")


def by_hand(browser, key):
    """Signs in and decides by the keyboard alone: a merge, and taking it back; a text is tried and kept."""
    browser.visit("/login")
    browser.tab_to("#key")
    browser.type(key)
    browser.enter()
    assert browser.here() == "/login" and "Sign out" in browser.run("document.body.innerText"), browser.here()
    assert browser.run("document.cookie") == "", "a script could read the cookie"
    browser.visit("/who/5")
    browser.tab_to("#d-other")
    browser.type("#6")
    browser.enter()
    assert browser.here() == "/decisions#d1", browser.here()
    browser.tab_to("#d1 button")
    browser.enter()
    assert browser.here() == "/decisions" and "Nothing was decided" in browser.run("document.body.innerText")
    browser.visit("/try")
    browser.tab_to("#text")
    browser.type("The harbour master, Ada Quill, said on Monday that 31 barges had left the port.")
    browser.tab_to("main button")
    browser.enter()
    browser.tab_to("#d-outlet")
    browser.type("The Quay")
    browser.tab_to("#keep ~ form button")
    browser.enter()
    assert browser.here().startswith("/article/") and "Ada Quill" in browser.run("document.body.innerText"), browser.here()


def under_policy(browser):
    """As a visitor has it: the policy lets the page's own looks in, and nothing that a report says runs."""
    browser.ask("Page.setBypassCSP", enabled=False)
    by_keyboard(browser)
    by_mouse(browser)
    for name, path in PAGES.items():
        browser.visit(path)
        assert browser.run("getComputedStyle(document.querySelector('.skip')).position") == "absolute", f"{name} has no looks"
    browser.ask("Page.setBypassCSP", enabled=True)  # of axe-core alone


def look(browser, name, path, axe, shots):
    for width, media, scheme in LOOKS:
        browser.visit(path, width, media, scheme)
        wide = browser.run("document.documentElement.scrollWidth")
        assert wide <= width, f"{name}: {wide} pixels in a window of {width}"
        assert browser.run("document.scripts.length") == 0
        if width == 360:
            cut = browser.run("[...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > e.clientWidth).length")
            assert not cut, f"{name}: a table is wider than the window"
        if axe:
            browser.run(axe + ";0")
            found = browser.run("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
            assert not found, (name, width, media, scheme, found)
        if shots:
            browser.picture(os.path.join(shots, f"{name}-{width}{media}-{scheme}.png"))


def main():
    need_model()
    if os.environ["SAYSO_SANITIZED"] == "1" or not shutil.which("chromium"):
        print("skipped: not looked at in a browser: " + ("sanitizers" if shutil.which("chromium") else "no chromium"))
        return 77
    shots = os.environ.get("SAYSO_SHOTS")
    axe = axe_core()
    with tempfile.TemporaryDirectory() as folder:
        ledger = made(folder)
        add_told(folder, ledger)
        key = run("key", "add", "desk", "--write", "--ledger", ledger).decode().strip()
        server = Server(ledger)
        browser = Visitor(server)
        try:
            under_policy(browser)
            for name, path in PAGES.items():
                look(browser, name, path, axe, shots)
            browser.ask("Page.setBypassCSP", enabled=False)
            by_hand(browser, key)
            browser.ask("Page.setBypassCSP", enabled=True)
            for name, path in SIGNED.items():
                look(browser, name, path, axe, shots)
        finally:
            browser.close()
            server.end()
    print(f"{len(PAGES) + len(SIGNED)} pages in {len(LOOKS)} windows: {'axe-core finds no fault' if axe else 'axe-core cannot be had here, and was left out'}")
    return 0


sys.exit(main())
