# needs model
# A ledger's rows have the columns of a reading's, and what both know is the same.
sayso read --quiet --format csv "$SAMPLE" > read.csv
sayso add --quiet --ledger l "$SAMPLE"; sayso export --ledger l --format csv > kept.csv
sayso export --ledger l --format statements > lines
python3 - <<'TEXT'
import csv, json
read, kept = (list(csv.DictReader(open(name, newline=""))) for name in ("read.csv", "kept.csv"))
assert list(read[0]) == list(kept[0]), kept[0]
by = {(r["id"], r["attribution"]): r for r in kept}
assert len(by) == len(read) == len(kept)
same = "source cue content form confidence source_begin source_end cue_begin cue_end content_spans kind act when date anonymity within " \
       "negated outlet published url title".split()
for r in read:
    k = by[r["id"], r["attribution"]]
    assert all(r[c] == k[c] for c in same), [(c, r[c], k[c]) for c in same if r[c] != k[c]]
    assert not r["claim"] and not r["origin"]
for line in map(json.loads, open("lines")):
    k = by[line["article"], str(line["number"])]
    assert (k["claim"], k["origin"]) == (str(line["claim"] or ""), line["origin"] or ""), (k, line)
    assert (k["gender"], k["country"], k["who"]) == (line["gender"] or "", line["country"] or "", line["who"] or "")
print(sorted({r["gender_by"] for r in kept}), sum(bool(r["gender"]) for r in read) > 20)
TEXT
