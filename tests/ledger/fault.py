"""fault.py SAYSO FAIL: memory, a step of the database, a write or a read of the ledger's files fails at any moment, while articles are added,
read anew, mended and removed, and while a ledger is brought up, copied, compacted and rescued.

fail.c, preloaded, lets the Nth call fail, alone or with all that follow. Each time: no crash; who says that all was done has done it; who does not
says why in a sentence; verify is clean, no article is there by halves, nothing is left lying about; and the same once more, without
a fault, gives what it would have given.

Some of them, spread evenly; with SAYSO_LONG=1 every step, write and read, and 1,500 allocations of each, which takes hours. SAYSO_MOST=N:
at most N of each."""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile

SAYSO, FAIL = (os.path.abspath(path) for path in sys.argv[1:3])
ONLY = sys.argv[3:]  # names of what is to be tried
LONG = os.environ.get("SAYSO_LONG") == "1"
SANITIZED = os.environ.get("SAYSO_SANITIZED") == "1"
SAMPLE = os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "data", "sample")
MOST = {"alloc": 1500 if LONG else 10, "sql": 10 ** 9 if LONG else 10, "write": 10 ** 9 if LONG else 8, "read": 10 ** 9 if LONG else 4}
if SANITIZED:
    MOST = {kind: min(200, most) for kind, most in MOST.items()}
if "SAYSO_MOST" in os.environ:
    MOST = {kind: min(int(os.environ["SAYSO_MOST"]), most if LONG else 10 ** 9) for kind, most in MOST.items()}
SECONDS = 120

if not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
    print("no model file")
    sys.exit(77)
if SANITIZED:  # a sanitizer's own allocator stands in front of ours
    del MOST["alloc"]
ENVIRONMENT = os.environ | {"SAYSO_MODEL": os.environ["SAYSO_MODEL_FILE"], "TMPDIR": tempfile.gettempdir()}


def run(arguments, folder, fail=None, count=None):
    environment = ENVIRONMENT
    if fail:
        environment = environment | {"LD_PRELOAD": FAIL, "SAYSO_FAIL": fail, "SAYSO_FAIL_FOLDER": folder,
                                     "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
        if count:
            environment["SAYSO_FAIL_COUNT"] = count
    return subprocess.run([SAYSO, *arguments], capture_output=True, env=environment, cwd=folder, timeout=SECONDS)


def good(arguments, folder):
    done = run(arguments, folder)
    if done.returncode:
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def picture(folder, name):
    """All that a ledger holds, as it is told; None: it is not there."""
    if not os.path.exists(os.path.join(folder, name)):
        return None
    told = good(["export", "--all", "--ledger", name], folder), good(["decision", "export", "--ledger", name], folder)
    return [sorted(lines.splitlines()) for lines in told]  # one for which memory failed comes behind the others


def sample(number):
    return next(os.path.join(SAMPLE, name) for name in sorted(os.listdir(SAMPLE)) if name.startswith(f"{number:02}"))


# ---- what is done ---- to the ledger l, in a folder of its own

def with_articles(folder, *numbers):
    good(["add", "--quiet", "--ledger", "l", *map(sample, numbers)], folder)


def write_revised(folder):
    page = {"url": "https://gazette.example/audit", "text": "Minister Ilsabet Corvane told Senator Rufus Quennerby that the audit was lost.\n"}
    for name, text in (("first", page["text"]), ("second", page["text"].replace("lost", "found"))):
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(page | {"text": text}, file)


def for_add(folder):
    write_revised(folder)
    good(["add", "--quiet", "--ledger", "l", sample(1), "first.json"], folder)


def for_decisions(folder):
    with_articles(folder, 1, 2, 5)
    shutil.copy(os.path.join(folder, "l"), os.path.join(folder, "other"))
    for words in (["statement", "drop", "3:3"], ["statement", "fix", "3:1", "act=confirm"], ["actor", "rename", "#1", "Somebody"],
                  ["claim", "join", "3:2", "1:1"]):
        good([*words, "--ledger", "other"], folder)
    with open(os.path.join(folder, "decisions"), "wb") as file:
        file.write(good(["decision", "export", "--ledger", "other"], folder))
    os.remove(os.path.join(folder, "other"))


def for_upgrade(folder):
    shutil.copy(os.environ["SAYSO_FORMAT1"], os.path.join(folder, "l"))


# name: what is there before; the command; whether it can be told again; files that it makes
WORK = {
    "make": (lambda folder: None, ["add", "--quiet", "--jobs=1", "--ledger", "l", sample(1)], True, []),
    "add": (for_add, ["add", "--quiet", "--jobs=1", "--ledger", "l", "second.json", sample(2)], True, []),
    "durable": (for_add, ["add", "--quiet", "--jobs=1", "--durable", "--verbose", "--ledger", "l", sample(2)], True, []),
    "reread": (lambda folder: with_articles(folder, 1, 2), ["reread", "--quiet", "--all", "--ledger", "l"], True, []),
    "decide": (for_decisions, ["decision", "import", "--ledger", "l", "decisions"], True, []),
    "remove": (lambda folder: with_articles(folder, 1, 2), ["remove", "--quiet", "--ledger", "l", "1"], False, []),
    "upgrade": (for_upgrade, ["stats", "--ledger", "l"], True, []),
    "backup": (lambda folder: with_articles(folder, 1), ["ledger", "backup", "--quiet", "--ledger", "l", "copy"], False, ["copy"]),
    "compact": (lambda folder: with_articles(folder, 1), ["ledger", "compact", "--quiet", "--ledger", "l"], True, []),
    "rescue": (lambda folder: with_articles(folder, 1), ["ledger", "rescue", "--quiet", "l", "-o", "copy"], False, ["copy"]),
}


class Fault(Exception):
    pass


def check(good_or_not, sentence):
    if not good_or_not:
        raise Fault(sentence)


def try_one(work, base, name, fail, before, after, once_more_too):
    """True: the fault was told."""
    _, command, again, makes = WORK[name]
    again = again and once_more_too
    folder = tempfile.mkdtemp(dir=work)
    shutil.copytree(base, folder, dirs_exist_ok=True)
    there = set(os.listdir(folder))
    done = run(command, folder, fail)
    said = done.stderr.decode(errors="replace")
    check(0 <= done.returncode <= 3, f"it ended with {done.returncode}: {said}")
    for words in ("not an error", "bad parameter", "(null)", "unknown error"):
        check(words not in said, f"it says {said}")
    left = set(os.listdir(folder)) - there - {"l", *makes} - {"l-wal", "l-shm", "l-journal"}
    check(not left, f"it leaves {sorted(left)}")
    check(done.returncode or all(made in os.listdir(folder) for made in makes), "it says that all is well, and made nothing")
    check(not done.returncode or said.strip(), f"it ends with {done.returncode} and says nothing")
    for ledger in ["l", *makes]:
        if not os.path.exists(os.path.join(folder, ledger)):
            continue
        empty = name == "make" and run(["stats", "--ledger", "l"], folder).returncode == 3
        if not empty:
            proof = run(["verify", "--ledger", ledger], folder)
            check(not proof.returncode, f"verify of {ledger}: {proof.stdout.decode()[-500:]}{proof.stderr.decode()}")
            check(done.returncode or picture(folder, ledger) == after[ledger], f"it says that all is well, and {ledger} is another")
    if not WORK[name][2] and done.returncode:
        made = [ledger for ledger in makes if os.path.exists(os.path.join(folder, ledger))]
        check(not made, f"it failed, and made {made}")
        again = once_more_too and picture(folder, "l") == before
    if again:
        once_more = run(command, folder)
        check(not once_more.returncode, f"once more, it ends with {once_more.returncode}: {once_more.stderr.decode()}")
        check(picture(folder, "l") == after["l"], "once more, and the ledger is another")
    shutil.rmtree(folder)
    return done.returncode != 0


def points(count, most):
    if count <= most:
        return range(1, count + 1)
    return sorted({1 + i * (count - 1) // (most - 1) for i in range(most)})


def sweep(work, name):
    prepare, command, _, makes = WORK[name]
    base, right = os.path.join(work, name), os.path.join(work, name + "-right")
    os.mkdir(base)
    prepare(base)
    before = None if name in ("make", "upgrade") else picture(base, "l")
    shutil.copytree(base, right)
    good(command, right)
    after = {ledger: picture(right, ledger) for ledger in ["l", *makes]}
    faults, tried, told = [], 0, 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        running = {}
        for kind, most in MOST.items():
            counted, number = os.path.join(work, name + "-counted"), os.path.join(work, "count")
            shutil.rmtree(counted, ignore_errors=True)
            shutil.copytree(base, counted)
            run(command, counted, f"{kind}:0", number)
            with open(number) as file:
                count = int(file.read())
            for i, n in enumerate(points(count, most)):
                for fail in [f"{kind}:{n}"] + ([f"{kind}:{n}:on"] if i % 4 == 0 else []):
                    running[pool.submit(try_one, work, base, name, fail, before, after, i % 5 < 2)] = fail
        for one in concurrent.futures.as_completed(running):
            tried += 1
            try:
                told += one.result()
            except (Fault, subprocess.TimeoutExpired, UnicodeDecodeError) as fault:
                faults.append(f"{name}, {running[one]}: {fault}")
    return tried, told, faults


with tempfile.TemporaryDirectory() as temporary:
    all_faults = []
    for each in ONLY or WORK:
        tries, of_them, found = sweep(temporary, each)
        print(f"{each}: {tries} faults, {of_them} told, {len(found)} wrong", flush=True)
        all_faults += found
        if not of_them:
            all_faults.append(f"{each}: none was told: nothing was tried")
if all_faults:
    sys.exit("\n".join(all_faults[:40]))
