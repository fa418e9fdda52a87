"""A browser (Debian's chromium) as it is steered over two pipes, and axe-core as npm has it. For the tests of pages, and for whoever
wants to look: browser.py FILE|URL OUT.png WIDTH [dark|print]."""
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time

AXE = "axe-core@4.14.1"


class Browser:
    def __init__(self):
        self.folder = tempfile.mkdtemp()
        to, self.write = os.pipe()
        self.read, back = os.pipe()

        def wire():
            os.dup2(to, 100), os.dup2(back, 101)  # out of each other's way first
            os.dup2(100, 3), os.dup2(101, 4)

        self.process = subprocess.Popen(
            [shutil.which("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
             "--remote-debugging-pipe", "--user-data-dir=" + self.folder, "about:blank"],
            preexec_fn=wire, close_fds=False, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to), os.close(back)
        self.number, self.rest, self.session = 0, b"", None
        page = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.ask("Page.setBypassCSP", enabled=True)  # of axe-core alone: the page has no script

    def message(self):
        while b"\0" not in self.rest:
            part = os.read(self.read, 1 << 16)
            if not part:
                raise OSError("the browser has ended")
            self.rest += part
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, **parameters):
        self.number += 1
        asked = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            asked["sessionId"] = self.session
        os.write(self.write, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                assert "error" not in answer, (method, answer)
                return answer["result"]

    def wait(self, event):
        while self.message().get("method") != event:
            pass

    def open(self, page, width, media="", scheme="light"):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.ask("Page.navigate", url=page if "://" in page else "file://" + os.path.abspath(page))
        self.wait("Page.loadEventFired")

    def run(self, script):
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def hover(self, selector):
        """Where the pointer stands on the first line of the element."""
        x, y = self.run(f"(() => {{ const e = document.querySelector('{selector}'); e.scrollIntoView({{block: 'center'}});"
                        "const r = e.getClientRects()[0]; return [r.x + 4, r.y + r.height / 2]; })()")
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def picture(self, path, whole=True):
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as out:
            out.write(base64.b64decode(shot))

    def close(self):
        """Ends all its processes. Those that it started outlive it for a moment and write into its folder, so that the folder is
        taken away again until it is gone."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.write), os.close(self.read)
        while os.path.exists(self.folder):
            shutil.rmtree(self.folder, ignore_errors=True)
            time.sleep(0.01)


def axe_core():
    """Its text, or None where it cannot be had."""
    if not shutil.which("npm"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["npm", "pack", "--silent", AXE], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=120)
        names = [name for name in os.listdir(folder) if name.endswith(".tgz")]
        if done.returncode or not names:
            return None
        with tarfile.open(os.path.join(folder, names[0])) as packed:
            return packed.extractfile("package/axe.min.js").read().decode()


if __name__ == "__main__":
    browser = Browser()
    look = sys.argv[4] if len(sys.argv) > 4 else ""
    browser.open(sys.argv[1], int(sys.argv[3]), "print" if look == "print" else "", "dark" if look == "dark" else "light")
    browser.picture(sys.argv[2])
    browser.close()
