# needs model
# A hundred repetitions hide no denial.
python3 -c '
import json
def put(i, outlet, day, text): print(json.dumps({"id": str(i), "outlet": outlet, "published": day, "text": text}))
for i in range(120):
    put(i, "Paper %d" % (i % 7), "2026-03-%02d" % (1 + i // 5), "Mayor Ines Caldo said that the bridge at Ostrel would be open in May. Number %d." % i)
for i, name in enumerate(["Piet Marrowin", "Juno Astaby", "Bram Solvey"]):
    put("d%d" % i, "Gazette", "2026-04-0%d" % (1 + i), name + " denied that the bridge at Ostrel would be open in May.")
' > in.jsonl
sayso add --quiet --ledger l in.jsonl
count() { sayso about --ledger l --format json "$@" bridge | python3 -c '
import json, sys
a = json.load(sys.stdin)
print(a["all"], [(c["statement_count"], c["origin_count"], c["denied"]) for c in a["claims"]], a["all_statements"])'; }
count; count --limit 1; count --act deny; count --outlet gazette; count --since 2026-04-02; count --order date
sayso claim --ledger l --limit 2 117:1 | grep -c 'more: --limit'
# What the ledger saw on a day, and was when it ended.
count --added-since "$(date -u -d '+2 days' +%F)"; count --added-since "$(date -u -d '-2 days' +%F)"
count --as-of "$(date -u -d '-2 days' +%F)"; count --as-of "$(date -u -d '+2 days' +%F)"
