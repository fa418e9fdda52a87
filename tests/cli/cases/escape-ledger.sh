# needs model
# A name or an outlet must not read as another: what has no width or turns the line round is shown.
python3 -c '
import json
odd = "\u061c\u200b\u200f\u202e\u2060\u2066\ufeff\u001b"
print(json.dumps({"id": "a" + odd, "outlet": "Meri" + odd + "dian", "published": "2026-03-04",
                  "text": "Mayor Ines Cal" + odd[:-1] + "do said that the bridge at Ostrel would be open in May."}))
' > in.jsonl
sayso add --quiet --ledger l in.jsonl
for q in "about bridge" "claim 1" "show 1" "stats" "audit 1" "actor list"; do sayso $q --ledger l; done > out; sayso read in.jsonl >> out
python3 -c 'import re; print(sorted(set(re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", open("out").read()))))'
grep -o 'Meri.*dian' out | sort -u
