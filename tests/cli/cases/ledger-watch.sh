# needs model
# The first watch makes the ledger; what comes in from then on is found once.
sayso watch list --ledger none; echo $?
sayso watch add --ledger l --who "Dorrit Haleko"; ls l*
sayso watch add --ledger l --about '"received no audit"' --name denial
sayso watch add --ledger l --about dredger --act deny --format json | grep -v made
sayso watch add --ledger l --event ACCUSE --who Solvey
sayso watch add --ledger l --about dredger --act deny
sayso add --quiet --ledger l "$SAMPLE"
sayso watch add --ledger l --claim 11-gazette:1 --new-origin --contradicts --name both
sayso watch test --ledger l both | sed 's/^since [0-9-]*/since DAY/'
sayso watch status --ledger l
sayso watch run --once --ledger l > alerts.jsonl; echo $?
python3 -c '
import json
for line in open("alerts.jsonl"):
    a = json.loads(line)
    print(a["watch"]["name"], a["what"], a["place"], a["reasons"], a["copies"], len(a.get("chain", [])))'
sayso watch run --once --ledger l; echo $?
sayso watch show --ledger l denial
sayso watch show --ledger l both
# A file that a team keeps.
sayso watch export --ledger l > watches.jsonl; cat watches.jsonl
sayso watch import --ledger m watches.jsonl; sayso watch import --ledger m watches.jsonl
echo '{"who": "X", "what": "Y"}' | sayso watch import --ledger m -; echo $?
echo '{"act": "deny"}' | sayso watch import --ledger m -; echo $?
sayso watch remove --ledger l denial 1; sayso watch list --ledger l --format csv | cut -d, -f1-4
# What is refused.
sayso watch add --ledger l --act deny; echo $?
sayso watch add --ledger l --event ACCUSE --kind unnamed; echo $?
sayso watch add --ledger l Haleko; echo $?
sayso watch run --once --ledger l --webhook gopher://a; echo $?
sayso watch run --once --ledger l no.opml; echo $?
# What was changed behind the program's back is told; rescue brings watches out.
sayso verify --ledger l | sed 's/[0-9]* spans/so many spans/'
sayso ledger rescue l -o saved | tail -1; sayso watch list --ledger saved
python3 -c 'import sqlite3; d = sqlite3.connect("l"); d.execute("UPDATE watch SET who = 1 WHERE id = 4"); d.execute("DELETE FROM alert WHERE watch = 3"); d.commit()'
sayso verify --ledger l | sed 's/[0-9]* spans/so many spans/'; sayso ledger backup --ledger m copy --quiet; sayso watch list --ledger copy | wc -l
