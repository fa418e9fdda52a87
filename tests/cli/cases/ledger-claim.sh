# needs model
sayso add --quiet --ledger l "$SAMPLE"
claim=$(sayso about --ledger l --format csv '"left its mooring on nine of the 212 days for which"' | sed -n '2s/,.*//p')
sayso claim --ledger l --format json "$claim" | python3 -c '
import json, sys
c = json.load(sys.stdin)
print(c["article_count"], "articles,", c["statement_count"], "statements,", c["origin_count"], "origins,", c["denied"], "denied")
for o in c["origins"]: print("origin:", o["name"], o["statements"], o["articles"])
for h in c["standing"]: print("standing:", h["name"], h["act"], h["times"])
for s in c["statements"]: print(s["article"]["outlet"], s.get("origin"), s.get("hand"), s["source"]["text"])
'
sayso about --ledger l --format json dredger mooring nine | python3 -c '
import json, sys
for c in json.load(sys.stdin)["claims"]: print(c["origin_count"], c["text"])
'
