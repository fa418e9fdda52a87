"""Golden files: what the program printed when somebody last read it over. "Unchanged" is what they say; whether it is
good, the scores say.

  golden.py FORM [--update]     tests/golden/FORM/SAMPLE.txt for the samples of that form
"""
import difflib
import glob
import os
import subprocess
import sys

ROOT = os.environ["SAYSO_SOURCE_ROOT"]
PROGRAM = os.environ["SAYSO_PROGRAM"]
GOLDEN = os.path.join(ROOT, "tests", "golden")
STAGES = ("token", "syntax", "entity", "attribution", "standing", "event")
ALL_SAMPLES = STAGES + ("table",)  # the other forms say the same again: two samples show how they write it
SOME = ("01-wire", "07-every-hard-thing")


def samples(form):
    paths = sorted(glob.glob(os.path.join(ROOT, "data", "sample", "*.txt")))
    names = [os.path.basename(path)[:-4] for path in paths]
    return [name for name in names if form in ALL_SAMPLES or name in SOME]


def output(form, name):
    path = os.path.join(ROOT, "data", "sample", name + ".txt")
    command = ["dump", "--stage=" + form] if form in STAGES else ["read", "--format", form]
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "TERM")}
    done = subprocess.run([PROGRAM, *command, path], capture_output=True, env=environment)
    if done.returncode:
        sys.exit(f"{form}/{name}: exit {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def update(form):
    os.makedirs(os.path.join(GOLDEN, form), exist_ok=True)
    for name in samples(form):
        path, new = os.path.join(GOLDEN, form, name + ".txt"), output(form, name)
        old = open(path, "rb").read() if os.path.exists(path) else None
        if new != old:
            with open(path, "wb") as file:
                file.write(new)
            print("renewed", os.path.relpath(path, ROOT))


def difference(path, name, form):
    old, new = open(path, "rb").read(), output(form, name)
    if old == new:
        return []
    lines = difflib.unified_diff(old.decode().splitlines(), new.decode().splitlines(), "golden", "now", lineterm="", n=1)
    return [f"{form}/{name} changed; if it should: ./check --update"] + list(lines)[:20]


def main():
    form = sys.argv[1]
    for path in (PROGRAM, os.environ["SAYSO_MODEL_FILE"]):
        if not os.path.exists(path):
            print("no", os.path.relpath(path, ROOT))
            sys.exit(77)
    if "--update" in sys.argv:
        return update(form)
    if not os.path.isdir(os.path.join(GOLDEN, form)):
        print("no golden files yet: ./check --update makes them")
        sys.exit(77)
    names = samples(form)
    faults = [f"{form}/{name}: no golden file; ./check --update makes it" for name in names
              if not os.path.exists(os.path.join(GOLDEN, form, name + ".txt"))]
    left = {name[:-4] for name in os.listdir(os.path.join(GOLDEN, form))} - set(names)
    faults += [f"{form}/{name}.txt: no such sample any more" for name in sorted(left)]
    for name in names:
        path = os.path.join(GOLDEN, form, name + ".txt")
        if os.path.exists(path):
            faults += difference(path, name, form)
    if faults:
        sys.exit("\n".join(faults))
    print(len(names), "samples unchanged")


main()
