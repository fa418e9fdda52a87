# needs model
python3 -c '
import json
def put(i, outlet, day, text): print(json.dumps({"id": i, "outlet": outlet, "published": day, "text": text}))
put("a", "Meridian", "2026-03-03", "Transport Minister Ilsabet Corvane said that the eastern basin of the port would be closed until the summer.")
put("b", "Northlight", "2026-03-04", "Ms. Corvane warned on Wednesday that the wall was not safe. Ilsabet Corvane is the transport minister.")
put("d", "Gazette", "2026-03-06", "Corvane said that the gulls of the harbour had been counted twice.")
' > in.jsonl
sayso add --quiet --ledger l in.jsonl
for name in corvane "Ms. Corvane" "I. Corvane" "Minister Ilsabet Corvane" CORVANE; do
    sayso who --ledger l --format json "$name" | python3 -c '
import json, sys
print(sys.argv[1], [(a["actor"]["name"], a["actor"]["statements"]) for a in json.load(sys.stdin)["actors"]])' "$name"
done
sayso who --ledger l corvane | sed 's/#[0-9]*/#N/; s/claim [0-9]*/claim N/'
sayso who --ledger l --act warn corvane | grep -c '\[warn\]'
sayso who --ledger l --outlet Meridian corvane | grep -c Meridian
id=$(sayso actor list --ledger l --format csv "Ilsabet Corvane" | sed -n '2s/,.*//p')
sayso who --ledger l --format csv "#$id" > signed; sayso who --ledger l --format csv "$id" | cmp - signed && echo "with and without its sign"
sayso who --ledger l "#999"; echo $?
# Another of that surname: both are meant.
echo '{"id": "c", "outlet": "Gazette", "published": "2026-03-05", "text": "Rufus Corvane, a fisherman, said that the ministry knew nothing about boats."}' > c.jsonl
sayso add --quiet --ledger l c.jsonl
sayso who --ledger l --format csv Corvane | cut -d, -f2 | tail -n +2 | sort -u
sayso who --ledger l Corvane | sed -n '1s/:.*//p'; sayso who --ledger l --format csv "Rufus Corvane" | tail -n +2 | wc -l
