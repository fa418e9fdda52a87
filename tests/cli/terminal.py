"""What the program does on a terminal: colours unless told not to, the terminal's width, a usage error where there is
nothing to read, progress on standard error when the work lasts."""
import fcntl
import json
import os
import pty
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time

PROGRAM = os.environ["SAYSO_PROGRAM"]
MODEL = os.environ["SAYSO_MODEL_FILE"]
SAMPLE = os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "data", "sample", "01-wire.txt")
if not os.path.exists(MODEL):
    print("no model file")
    sys.exit(77)


def open_terminal(columns):
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    return leader, follower


def drain(leader):
    """All that the terminal was shown; its line ends are CR LF."""
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


def environment(**more):
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM", "VTE_VERSION", "FORCE_HYPERLINK")}
    return kept | {"SAYSO_MODEL": MODEL, "TERM": "xterm"} | more


def on_terminal(columns, *arguments, **more):
    leader, follower = open_terminal(columns)
    process = subprocess.Popen([PROGRAM, *arguments], stdout=follower, stdin=subprocess.DEVNULL, env=environment(**more))
    os.close(follower)
    shown = drain(leader)
    assert process.wait() == 0, process.returncode
    return shown


def widest(shown):
    return max(len(line) for line in shown.split("\n"))


coloured = on_terminal(72, "read", SAMPLE)
assert "\x1b[" in coloured
for name, more in (("NO_COLOR", {"NO_COLOR": "1"}), ("TERM=dumb", {"TERM": "dumb"})):
    plain = on_terminal(72, "read", SAMPLE, **more)
    assert "\x1b" not in plain, name
    assert widest(plain) == 72, (name, widest(plain))
assert "\x1b[" in on_terminal(72, "read", SAMPLE, NO_COLOR="")
assert widest(on_terminal(72, "read", SAMPLE, NO_COLOR="1", COLUMNS="90")) == 90
assert widest(on_terminal(30, "read", SAMPLE, NO_COLOR="1")) == 30
assert "\x1b" not in on_terminal(72, "read", "--format=jsonl", SAMPLE)

# a statement's parts are in colours, or between signs where there are none
with tempfile.TemporaryDirectory() as folder:
    ledger = "--ledger=" + os.path.join(folder, "l")
    subprocess.run([PROGRAM, "add", "--quiet", ledger, SAMPLE], check=True, env=environment())
    coloured = on_terminal(72, "show", ledger, "01-wire:1")
    assert "\x1b[32m" in coloured and "{" not in coloured
    plain = on_terminal(72, "show", ledger, "01-wire:1", NO_COLOR="1")
    assert "\x1b" not in plain and "{" in plain and widest(plain) == 72, widest(plain)

# a statement's name leads to its report, where the terminal says that it can, and the address is one
with tempfile.TemporaryDirectory() as folder:
    ledger, rows = "--ledger=" + os.path.join(folder, "l"), os.path.join(folder, "rows.jsonl")
    with open(rows, "w", encoding="utf8") as file:
        for name, url in (("good", "https://a.example/1"), ("bad", "https://a.example/\x1b]0;x\x07"), ("odd", "javascript:alert(1)")):
            file.write(json.dumps({"id": name, "url": url, "text": f"The {name} mayor said on Friday that the gulls were \x1b]8;;https://b.example/\x1b\\\\ours."}) + "\n")
    subprocess.run([PROGRAM, "add", "--quiet", ledger, rows], check=True, env=environment())
    can = {"VTE_VERSION": "7200"}
    shown = on_terminal(80, "about", ledger, "gulls", **can) + on_terminal(80, "claim", ledger, "1", **can)
    assert "\x1b]8;;https://a.example/1\x1b\\" in shown and "\x1b]8;;\x1b\\" in shown, repr(shown)
    assert shown.count("\x1b]8;;https") == shown.count("\x1b]8;;https://a.example/1\x1b") and "\x07" not in shown
    for more in ({}, can | {"FORCE_HYPERLINK": "0"}, can | {"NO_COLOR": "1"}):
        assert "\x1b]8" not in on_terminal(80, "claim", ledger, "1", **more), more
    assert "\x1b]8" in on_terminal(80, "claim", ledger, "1", FORCE_HYPERLINK="1")

# what an article holds does not steer the terminal, in whatever form
HOSTILE = "Mayor Mara \x1b]0;x\x07Voss said that the \u009b31m t\u202eolls\u200e would be put on the <b></script>wall, \x1b[31mred."
with tempfile.TemporaryDirectory() as folder:
    path, ledger = os.path.join(folder, "x.txt"), "--ledger=" + os.path.join(folder, "l")
    with open(path, "w", encoding="utf8") as file:
        file.write(HOSTILE + "\n")
    subprocess.run([PROGRAM, "add", "--quiet", ledger, path], check=True, env=environment())
    commands = [("read", "--format=" + form, path) for form in ("json", "jsonl", "brat", "csv", "conllu")]
    commands += [("dump", "--stage=token", path)]
    commands += [("export", ledger, "--format=" + form, "x") for form in ("jsonl", "brat", "citron", "jsonld")]
    commands += [("show", ledger, "--format=json", "x"), ("about", ledger, "--format=csv", "wall")]
    for command in commands:
        shown = on_terminal(72, *command)
        assert "wall" in shown, command
        assert not set(shown) & set("\x1b\x07\u009b\u202e\u200e"), (command, shown)
        plain = subprocess.run([PROGRAM, *command], stdout=subprocess.PIPE, env=environment()).stdout.decode()
        if command[0] in ("read", "export"):
            assert "\u202e" in plain, command # as it is
        assert "jsonld" not in "".join(command) or "<" not in plain, plain

# nothing to read
leader, follower = open_terminal(80)
done = subprocess.run([PROGRAM, "read"], stdin=follower, capture_output=True, env=environment(), text=True, timeout=60)
assert done.returncode == 2 and "name a file, a folder or a URL" in done.stderr, done
os.close(leader), os.close(follower)


def slow(*arguments):
    """Standard error of a run whose input comes after 1.6 seconds."""
    leader, follower = open_terminal(80)
    process = subprocess.Popen([PROGRAM, "read", *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=follower, env=environment())
    os.close(follower)
    time.sleep(1.6)
    process.stdin.write(b"He said so.\n")
    process.stdin.close()
    shown = drain(leader)
    assert process.wait() == 0
    return shown


shown = slow("--format=json")
assert "articles read" in shown and shown.endswith("\r\x1b[K"), repr(shown)
assert slow("--quiet") == ""

# a message is one write
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "x.jsonl")
    with open(path, "w", encoding="utf8") as file:
        file.write("".join(" " * k + "no object\n" for k in range(50)))  # each has a sentence of its own
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen([PROGRAM, "read", "--input=jsonl", path], stdout=subprocess.DEVNULL, stderr=theirs, env=environment())
    theirs.close()
    messages = []
    while piece := ours.recv(65536):
        messages.append(piece)
    process.wait()
    assert len(messages) == 50 and all(m.startswith(b"sayso: ") and m.endswith(b"\n") for m in messages), messages[:9]
print("the terminal is used well")
