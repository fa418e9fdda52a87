"""batch.py SAYSO: of articles that are added together one that the ledger cannot keep takes no other with it; what is told as added is there."""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

SAYSO = os.path.abspath(sys.argv[1])
if not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
    print("no model file")
    sys.exit(77)
ENVIRONMENT = os.environ | {"SAYSO_MODEL": os.environ["SAYSO_MODEL_FILE"]}
REFUSES = ("CREATE TRIGGER refuse BEFORE INSERT ON article WHEN new.label LIKE 'bad%' BEGIN SELECT RAISE(ABORT, 'refused by a test'); END")


def run(*arguments, code=0):
    done = subprocess.run([SAYSO, *arguments], capture_output=True, env=ENVIRONMENT, text=True)
    assert done.returncode == code, (arguments, done)
    return done


def article(label, number):
    text = f"The harbour master, Ada Quill, said on Monday that {number} barges had left the port of Ostrel before the storm came."
    return json.dumps({"id": label, "text": text}) + "\n"


def main():
    with tempfile.TemporaryDirectory() as folder:
        ledger, path = os.path.join(folder, "ledger.db"), os.path.join(folder, "in.jsonl")
        for bad, extra in (((5,), ()), ((0, 1, 2), ()), ((11,), ()), ((0, 6, 7), ("--verbose",))):
            with open(path, "w", encoding="utf-8") as out:
                out.write(article("first", 7))
            run("add", "--ledger", ledger, "--quiet", path)
            db = sqlite3.connect(ledger)
            db.execute(REFUSES)
            db.commit()
            db.close()
            with open(path, "w", encoding="utf-8") as out:
                out.writelines(article(("bad-" if n in bad else "good-") + str(n), 100 + n) for n in range(12))
            done = run("add", "--ledger", ledger, "--jobs", "2", *extra, path, code=1)
            assert f"{12 - len(bad)} articles added" in done.stdout, done
            assert "refused by a test" in done.stderr, done
            db = sqlite3.connect(ledger)
            labels = [label for label, in db.execute("SELECT label FROM article ORDER BY id")]
            assert labels == ["first"] + [f"good-{n}" for n in range(12) if n not in bad], labels
            db.execute("DROP TRIGGER refuse")
            db.commit()
            db.close()
            run("verify", "--quiet", "--ledger", ledger)
            run("add", "--ledger", ledger, "--quiet", path)  # what was refused can be added now, the rest is there
            assert "13  articles" in run("stats", "--ledger", ledger).stdout
            for end in ("", "-wal", "-shm"):
                if os.path.exists(ledger + end):
                    os.remove(ledger + end)
    print("one that is refused takes no other with it")


main()
