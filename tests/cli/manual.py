"""The manual: its examples run (lines ".Dl $ COMMAND", in a folder with two samples), it names every option that --help
names, and groff finds no fault in it."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.environ["SAYSO_SOURCE_ROOT"]
PROGRAM = os.environ["SAYSO_PROGRAM"]
MANUAL = os.path.join(ROOT, "man", "sayso.1")

with open(MANUAL, encoding="utf8") as file:
    page = file.read()

COMMANDS = ["read", "add", "audit", "who", "about", "claim", "claim join", "claim part", "show", "events", "talks", "stats", "serve", "key add", "key list", "key remove", "mcp", "actor list",
            "actor show", "actor merge", "actor split", "actor rename", "statement fix", "statement drop", "decision list",
            "decision undo", "decision export", "decision import", "remove", "reread", "diff", "export", "verify", "dump",
            "model", "watch add", "watch list", "watch show", "watch test", "watch run", "watch status", "watch remove", "watch export",
            "watch import"]
for command in COMMANDS:
    told = subprocess.run([PROGRAM, *command.split(), "--help"], capture_output=True, text=True, check=True).stdout
    for option in set(re.findall(r"--([a-z-]+)", told)) - {"help", "usage", "version"}:
        assert f"Fl Fl {option}" in page, f"the manual does not name --{option} of {command}"

if shutil.which("groff"):
    said = subprocess.run(["groff", "-mdoc", "-Tutf8", "-ww", MANUAL], capture_output=True, text=True)
    assert not said.stderr and said.returncode == 0, said.stderr
    plain = subprocess.run(["groff", "-mdoc", "-Tascii", "-P-cbou", MANUAL], capture_output=True, text=True).stdout
    for shown in ("[file | folder | URL | -]...", '("said", "according to")'):
        assert shown in " ".join(plain.split()), shown

examples = [line[6:].replace("\\&", "") for line in page.split("\n") if line.startswith(".Dl $ ")]
assert len(examples) >= 5
if not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
    print("no model file to run the examples with")
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, "tools"))
    os.symlink(PROGRAM, os.path.join(folder, "tools", "sayso"))
    work = os.path.join(folder, "work")
    os.mkdir(work)
    for name in ("01-wire.txt", "02-reprint.txt"):
        shutil.copy(os.path.join(ROOT, "data", "sample", name), work)
    environment = os.environ | {"PATH": os.path.join(folder, "tools") + ":" + os.environ["PATH"],
                                "SAYSO_MODEL": os.environ["SAYSO_MODEL_FILE"]}
    for example in examples:
        done = subprocess.run(["sh", "-c", example], cwd=work, env=environment, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)
        assert done.returncode == 0 and not done.stderr, (example, done)
        assert done.stdout or "--output" in example, example
    made = sorted(os.listdir(work)) + sorted(os.listdir(os.path.join(work, "annotated")))
    assert "records.jsonl" in made and "02-reprint.ann" in made, made
print(len(examples), "examples of the manual run")
