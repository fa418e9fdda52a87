"""escape.py SAYSO ESCAPE: a parser that somebody has taken over (escape.c) gets nothing done in the sandbox; without it, all of it."""
import os
import socket
import subprocess
import sys
import tempfile

SAYSO, ESCAPE = (os.path.abspath(path) for path in sys.argv[1:])
PAGE = os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "data", "sample", "11-gazette.html")
TRIES = "exec make write append empty rights rename folder link remove connect signal".split()

if not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
    print("no model file")
    sys.exit(77)
kinds = subprocess.run([SAYSO, "--version"], capture_output=True, text=True, check=True).stdout.split("sandbox: ")[1].strip()
# rights are no matter of Landlock's; files are none of a filter's, nor are programs, since a converter may be started
refused = set(TRIES)
if "Landlock" not in kinds:
    refused = {"connect", "rights"} if "system calls" in kinds else set()
elif "system calls" not in kinds:
    version = int(kinds.split()[1])
    refused -= {"rights"} | ({"empty"} if version < 3 else set()) | ({"connect"} if version < 4 else set()) | ({"signal"} if version < 6 else set())


def done_by(port, arguments, work):
    """What the parser got done, and what it left."""
    folder = tempfile.mkdtemp(dir=work)
    for name in ("there", "gone"):
        with open(os.path.join(folder, name), "w") as file:
            file.write("x")
    environment = os.environ | {"SAYSO_MODEL": os.environ["SAYSO_MODEL_FILE"], "LD_PRELOAD": ESCAPE, "ESCAPE_FOLDER": folder,
                                "ESCAPE_PORT": str(port), "TMPDIR": os.path.join(work, "temporary"),
                                "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
    done = subprocess.run([SAYSO, *arguments], capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stderr}")
    told = dict(line.split(": ") for line in done.stderr.splitlines() if line.split(":")[0] in TRIES)
    if set(told) != set(TRIES):
        sys.exit(f"{arguments}: the parser was not asked: {done.stderr}")
    with open(os.path.join(folder, "there" if "there" in os.listdir(folder) else "renamed")) as file:
        left = sorted(os.listdir(folder)), file.read()
    return {what for what in TRIES if told[what] == "done"}, left


with tempfile.TemporaryDirectory() as work, socket.create_server(("127.0.0.1", 0)) as server:
    os.mkdir(os.path.join(work, "temporary"))
    port = server.getsockname()[1]
    ledger, other = os.path.join(work, "ledger.sqlite"), os.path.join(work, "other.sqlite")
    commands = [["read", PAGE], ["dump", "--stage=token", PAGE], ["read", "--format=brat", "-o", os.path.join(work, "brat"), PAGE],
                ["read", "-o", os.path.join(work, "page.txt"), PAGE], ["add", "--ledger", ledger, PAGE],
                ["add", "--jobs=2", "--ledger", other, PAGE, PAGE], ["audit", "--ledger", other, PAGE],
                ["report", "--ledger", ledger, "-o", os.path.join(work, "report.html"), PAGE]]
    for command in commands:
        done, left = done_by(port, command, work)
        if done & refused:
            sys.exit(f"sayso {' '.join(command)}: the parser could {sorted(done & refused)} ({kinds})")
        if refused == set(TRIES) and left != (["gone", "there"], "x"):
            sys.exit(f"sayso {' '.join(command)}: the parser left {left}")
    done, left = done_by(port, ["read", "--no-sandbox", PAGE], work)
    if done != set(TRIES):
        sys.exit(f"without a sandbox it could not {sorted(set(TRIES) - done)}: nothing was tried")
    for made in ("brat/11-gazette.ann", "page.txt", "ledger.sqlite", "other.sqlite", "report.html"):
        if not os.path.getsize(os.path.join(work, made)):
            sys.exit(f"{made} is empty")
    left = [name for name in os.listdir(work) if name.endswith(("-wal", "-shm", "-journal"))] + os.listdir(os.path.join(work, "temporary"))
    if left:
        sys.exit(f"left behind: {left}")
if not refused:
    print("no sandbox is to be had here")
    sys.exit(77)
print(f"sandbox: {kinds}: {len(commands)} commands, {len(refused)} of {len(TRIES)} tries refused in each")
