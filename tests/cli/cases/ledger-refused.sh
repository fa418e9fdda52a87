for question in "stats" "who Corvane" "about wall" "claim 1" "talks" "audit 1" "export" "verify" "diff 1" "show 1" "reread" "remove 1" \
    "actor list" "actor merge 1 2" "claim join 1 1:1" "statement drop 1:1" "decision list" "decision undo 1"; do
    sayso $question --ledger none.sqlite; echo $?
done
ls
echo "no database" > text; sayso stats --ledger text; echo $?; cat text
mkdir folder; sayso stats --ledger folder; echo $?
python3 -c '
import sqlite3
sqlite3.connect("other").execute("CREATE TABLE t (a)")
'
sayso stats --ledger other; echo $?
HOME= XDG_DATA_HOME= sayso stats; echo $?
