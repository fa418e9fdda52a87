# needs model
# Counts are those that the exported rows give; their shares and intervals those of the confidences; a sample is the same each
# time. A picture has each name as text, whatever it is.
python3 - "$SAMPLE" <<'TEXT'
import glob, json, os, sys
names = ["Harbour Gazette", "`id > stolen`", "\\\" @x 1 < 2 & 3", "Evening\u202e Post"]
with open("in.jsonl", "w") as out:
    for i, path in enumerate(sorted(glob.glob(os.path.join(sys.argv[1], "*.txt")))):
        out.write(json.dumps({"id": "a%d" % i, "outlet": names[i % 4], "published": "2026-%02d-03" % (i % 3 + 1),
                              "text": open(path).read().split(" ", 2)[2]}) + "\n")
TEXT
sayso add --quiet --ledger l in.jsonl
sayso export --ledger l --format csv > rows.csv
sayso stats --ledger l --all --by outlet,form --format csv > counts.csv
sayso stats --ledger l --by kind --format json > kinds.json
sayso stats --ledger l --all --by outlet --top 1 --format csv > top.csv
python3 - <<'TEXT'
import collections, csv, json, math
rows = list(csv.DictReader(open("rows.csv", newline="")))
counts = list(csv.DictReader(open("counts.csv", newline="")))
naive = collections.Counter((r["outlet"], r["form"]) for r in rows)
assert {(c["outlet"], c["form"]): int(c["statements"]) for c in counts} == naive, (counts, naive)
total = sum(float(r["confidence"]) for r in rows)
variance = lambda of: sum(float(r["confidence"]) * (1 - float(r["confidence"])) for r in of)
for c in counts:
    of = [r for r in rows if (r["outlet"], r["form"]) == (c["outlet"], c["form"])]
    rest = [r for r in rows if r not in of]
    right = sum(float(r["confidence"]) for r in of)
    share, found = right / total, len(of) / len(rows)
    reach = 1.96 * math.sqrt((variance(of) * (1 - share) ** 2 + variance(rest) * share ** 2) / total ** 2)
    assert abs(float(c["right"]) - right) < 0.01 and abs(float(c["share"]) - found) < 0.001
    assert abs(float(c["share_low"]) - max(0, min(share, found) - reach)) < 0.001, (c, reach)
    assert abs(float(c["share_high"]) - max(share, found) - reach) < 0.001, (c, reach)
    assert int(c["articles"]) == len({r["id"] for r in of})
kinds = json.load(open("kinds.json"))
own = collections.Counter(r["kind"] or "no source" for r in rows if not r["within"])
assert {g["kind"]: g["statements"] for g in kinds["rows"]} == own and kinds["statements"] == sum(own.values())
assert [g["statements"] for g in kinds["rows"]] == sorted(own.values(), reverse=True)
top = list(csv.DictReader(open("top.csv", newline="")))
assert len(top) == 2 and top[1]["outlet"] == "(others)" and sum(int(t["statements"]) for t in top) == len(rows), top
print("as counted")
TEXT
COLUMNS=80 sayso stats --ledger l --by named
sayso stats --ledger l --by month,outlet --since 2026-03-01 --outlet 'harbour gazette' --format csv | cut -d, -f1-3
sayso stats --ledger l --sample 3 --format csv > one; sayso stats --ledger l --sample 3 --format csv | cmp - one
sayso stats --ledger l --sample 3 --seed 7 --format csv | cmp -s - one || echo another sample
sayso stats --ledger l --sample 1000000 --format json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)) > 50)'
for by in outlet outlet,kind month month,outlet; do
    sayso stats --ledger l --by $by --format svg > $by.svg || echo "no picture by $by"
done
python3 - <<'TEXT'
import xml.etree.ElementTree as tree
for name in "outlet", "outlet,kind", "month,outlet":
    words = ["".join(t.itertext()) for t in tree.parse(name + ".svg").iter("{http://www.w3.org/2000/svg}text")]
    for outlet in "Harbour Gazette", "'id > stolen'", "/' @x 1 < 2 & 3", "Evening? Post":
        assert any(outlet in w for w in words), (name, outlet, words)
tree.parse("month.svg")
TEXT
ls stolen 2> /dev/null
PATH=$(dirname "$(command -v sayso)") sayso stats --ledger l --by outlet --format svg
for wrong in "--by colour" "--by kind,kind" "--by kind,act,form,month" "--by outlet,month --format svg" "--since 2026-03-01" "--sample 3 --by kind" "--by kind --outlet Nowhere"; do
    sayso stats --ledger l $wrong 2>&1 | head -n 1
done
