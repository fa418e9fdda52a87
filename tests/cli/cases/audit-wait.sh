# needs model
# How long an audit of a file waits for another writer is what it is told.
sayso add --quiet --ledger l "$SAMPLE"/01-wire.txt
python3 - <<'END'
import os, sqlite3, subprocess, time
lock = sqlite3.connect("l", isolation_level=None)
lock.execute("BEGIN EXCLUSIVE")
begun = time.monotonic()
done = subprocess.run(["sayso", "audit", "--quiet", "--ledger", "l", "--wait", "0", os.environ["SAMPLE"] + "/02-reprint.txt"])
print(done.returncode, "at once" if time.monotonic() - begun < 20 else "it waited")
END
