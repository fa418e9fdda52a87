# needs model
python3 -c '
import json
def put(i, outlet, day, text): print(json.dumps({"id": i, "outlet": outlet, "published": day, "text": text}))
put("a", "Meridian", "2026-03-03", "Mayor Ines Caldo said that the bridge at Ostrel would be open in May.")
put("b", "Gazette", "2026-03-04", "Piet Marrowin, a carter, said that carts would cross the river at Ostrel by the spring.")
' > in.jsonl
sayso add --quiet --ledger l in.jsonl
show() { sayso claim --ledger l --format json a:1 | python3 -c '
import json, sys
c = json.load(sys.stdin)
print(c["statement_count"], c["origin_count"], [(r["id"], r["other_authority"]) for r in c["related"]])'; }
show; sayso claim join --ledger l a:1 b:1; show
sayso reread --quiet --all --ledger l > out; show
sayso claim undo --ledger l 1; show
sayso claim part --ledger l a:1 b:1; show; sayso decision list --ledger l | sed 's/[0-9-]*-[0-9-]* /DAY /'
sayso claim join --ledger l 999 b:1; echo $?
sayso claim join --ledger l a:1 b:7; echo $?
