# needs model
sayso add --quiet --ledger l "$SAMPLE"/1[1-4]*
sayso verify --ledger l > told; echo $?; sed 's/[0-9]* spans/so many spans/' told
python3 -c '
import sqlite3
with sqlite3.connect("l") as db: db.execute("UPDATE attribution SET cue_end = 100000 WHERE article = 2 AND number = 1")
'
sayso verify --ledger l > told; echo $?; sed -n '/article 2/p' told | wc -l
