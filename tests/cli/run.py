"""Command-line cases: cases/NAME.sh is run by sh in an empty folder, and must give NAME.out on standard output (to the
byte), NAME.err on standard error (a '*' there stands for anything on its line), and the exit status in NAME.exit. A file
that is not there stands for nothing, or for 0. "# needs model" in the script: skipped where there is no model file.

  run.py NAME…            those cases
  run.py --update NAME…   renews their files, but for .err files with a '*'
  run.py --wired          every case is listed in meson.build

In a case: sayso is the program, $SAMPLE the folder of samples, $HERE this folder with its checkers."""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "cases")
SAMPLE = os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "data", "sample")
MODEL = os.environ["SAYSO_MODEL_FILE"]
SKIPPED = 77


def contents(name, ending, default=b""):
    path = os.path.join(CASES, name + ending)
    if not os.path.exists(path):
        return default
    with open(path, "rb") as file:
        return file.read()


def environment(folder):
    tools = os.path.join(folder, "tools")
    os.mkdir(tools)
    os.symlink(os.environ["SAYSO_PROGRAM"], os.path.join(tools, "sayso"))
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM")}
    return kept | {"PATH": tools + ":" + os.environ["PATH"], "SAMPLE": SAMPLE, "HERE": HERE, "SAYSO_MODEL": MODEL,
                   "LC_ALL": "C", "XDG_CONFIG_HOME": os.path.join(folder, "config")}


def run(name):
    with tempfile.TemporaryDirectory() as folder:
        work = os.path.join(folder, "work")
        os.mkdir(work)
        return subprocess.run(["sh", os.path.join(CASES, name + ".sh")], cwd=work, env=environment(folder),
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120)


def matches(pattern, text):
    return re.fullmatch(b"[^\n]*".join(map(re.escape, pattern.split(b"*"))), text)


def faults(name, done):
    expected = int(contents(name, ".exit", b"0"))
    if done.returncode != expected:
        yield f"exit {done.returncode}, expected {expected}"
    if done.stdout != contents(name, ".out"):
        yield f"standard output is {done.stdout[:2000]!r}, expected {contents(name, '.out')[:2000]!r}"
    if not matches(contents(name, ".err"), done.stderr):
        yield f"standard error is {done.stderr.decode(errors='replace')!r}, expected {contents(name, '.err').decode()!r}"


def put(name, ending, new):
    path = os.path.join(CASES, name + ending)
    if new:
        with open(path, "wb") as file:
            file.write(new)
    elif os.path.exists(path):
        os.remove(path)


def update(name, done):
    put(name, ".exit", b"%d\n" % done.returncode if done.returncode else b"")
    put(name, ".out", done.stdout)
    if not (b"*" in contents(name, ".err") and matches(contents(name, ".err"), done.stderr)):
        put(name, ".err", done.stderr)


def check_wired():
    with open(os.path.join(HERE, "meson.build"), encoding="utf8") as file:
        wired = set(re.findall(r"'([\w-]+)',", file.read()))
    cases = {name[:-3] for name in os.listdir(CASES) if name.endswith(".sh")}
    left = {name for name in os.listdir(CASES) if name.rsplit(".", 1)[0] not in cases}
    if cases - wired or left:
        sys.exit(f"not in meson.build: {sorted(cases - wired)}; without a case: {sorted(left)}")
    print(len(cases), "cases, each a test")


def main():
    names = [name for name in sys.argv[1:] if not name.startswith("--")]
    if "--wired" in sys.argv:
        return check_wired()
    failed = skipped = 0
    for name in names:
        if b"# needs model" in contents(name, ".sh") and not os.path.exists(MODEL):
            print(name + ": no model file")
            skipped += 1
            continue
        done = run(name)
        if "--update" in sys.argv:
            update(name, done)
            continue
        for fault in faults(name, done):
            print(f"{name}: {fault}")
            failed += 1
    sys.exit(1 if failed else SKIPPED if skipped else 0)


main()
