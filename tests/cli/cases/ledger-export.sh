# needs model
sayso add --quiet --ledger l "$SAMPLE"
sayso export --ledger l > all.jsonl
sayso read --quiet --format jsonl "$SAMPLE" > read.jsonl
cmp all.jsonl read.jsonl && echo "an export is what was read"
sayso export --ledger l --format brat 05-follow-up > a; sayso read --format brat "$SAMPLE"/05* > b; cmp a b && echo "and so is brat"
sayso add --quiet --ledger m all.jsonl; sayso export --ledger m | cmp - all.jsonl && echo "records can be added again"
for f in citron jsonld; do sayso export --ledger l --format $f 11-gazette | python3 -c '
import json, sys
d = json.load(sys.stdin)
text = json.loads(open("all.jsonl").readlines()[10])["text"]
for q in d.get("quotes", []):
    for s in q["spans"]: assert text[s["span"][0]:s["span"][1]] == s["text"]
for p in d.get("hasPart", []):
    for t in p["target"]:
        quote, at = t["selector"]
        assert text[at["start"]:at["end"]] == quote["exact"] and text[:at["start"]].endswith(quote.get("prefix", "")) and text[at["end"]:].startswith(quote.get("suffix", ""))
print(len(d.get("quotes", d.get("hasPart"))))
'; done
sayso export --ledger l --format brat
