# needs model
sayso add --quiet --ledger l "$SAMPLE"/1[1-4]*
sayso export --ledger l > before
sayso remove --ledger l 11-gazette; echo $?
sayso remove --ledger l 11-gazette; echo $?
sayso stats --ledger l --format csv | grep -E '^(articles|outlets),'
sayso verify --ledger l | sed 's/.*: //'
# Its number is given to no other.
sayso add --ledger l -v "$SAMPLE"/11* | sed -n '1s/.*\(added [0-9]*\).*/\1/p'
sayso export --ledger l | sort > after; sort before | cmp - after && echo "as before"
# All revisions of one.
cp "$SAMPLE"/11-gazette.html again.html; sed -i 's/on nine of/on eight of/' again.html; sayso add --quiet --ledger l again.html
sayso remove --ledger l --all --format json again | python3 -c '
import json, sys
for line in sys.stdin: r = json.loads(line); print(r["article"], r["label"], r.get("current"))'
sayso remove --ledger l --quiet 2 3 4; sayso stats --ledger l --format csv | grep -E '^(articles|claims|attributions),'
