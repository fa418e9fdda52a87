# needs model
sayso add --quiet --ledger l "$SAMPLE"/0[1-6]*
sayso statement drop --ledger l 6:1 | cut -d ';' -f 1
sayso remove --quiet --ledger l 4
python3 - <<'END'
import sqlite3
db = sqlite3.connect("l")
db.execute("PRAGMA journal_mode=DELETE")
db.execute("UPDATE article SET published = '1999-01-01' WHERE id = 2")  # its row is not what was kept
db.execute("UPDATE article SET text = replace(text, 'the', 'The') WHERE id = 3")  # its text is not
db.execute("DELETE FROM article WHERE id = 5")  # its statements tell of it
db.commit()
db.close()
with open("l", "r+b") as file:
    file.write(b"\0" * 4096)  # the head, and the root of all tables
END
sha256sum l > before
sayso stats --ledger l; echo $?
sayso ledger rescue l -o new; echo $?
sha256sum --quiet -c before
sayso verify --ledger new | sed 's/.*: //'
sayso export --ledger new | python3 -c '
import json, sys
for line in sys.stdin:
    record = json.loads(line)
    print(record["text"].split("\n")[0][:40])'
sayso decision list --ledger new | wc -l
sayso add --quiet --verbose --ledger new "$SAMPLE"/07* | cut -d ' ' -f 1,2
sayso ledger rescue l -o new; echo $?
sayso ledger rescue --format=json -q l -o other | python3 -c '
import json, sys
told = json.load(sys.stdin)
print({key: value for key, value in told.items() if key != "not_whole"}, len(told["not_whole"]))'
sayso ledger rescue before -o third; echo $?
sayso ledger rescue l 2>/dev/null; echo $?
ls
# what lies in the WAL is there, too: who reads keeps it from moving into the file
sayso add --quiet --ledger w "$SAMPLE"/01*
python3 - <<'END'
import glob, os, shutil, sqlite3, subprocess
db = sqlite3.connect("w", isolation_level=None)
db.execute("BEGIN")
db.execute("SELECT count(*) FROM article").fetchone()
subprocess.run(["sayso", "add", "--quiet", "--ledger", "w", *sorted(glob.glob(os.environ["SAMPLE"] + "/0[23]*"))], check=True)
shutil.copy("w", "v")
shutil.copy("w-wal", "v-wal")
END
sayso ledger rescue v -o fromwal; echo $?
rm v-wal
sayso ledger rescue v -o without; echo $?
