# needs model
sayso add --quiet --ledger l "$SAMPLE"
sayso export --ledger l > records; sayso export --ledger l --format statements > lines
python3 - <<'END'
import collections, json
text = {r["article"]["id"]: r["text"] for r in map(json.loads, open("records"))}
order = "article number outlet published added url family source who actor holders kind country gender cue text quoted content " \
        "form act negated to via when confidence claim origin related authorities".split()
rows = [json.loads(line) for line in open("lines")]
ids = [f'{r["article"]}:{r["number"]}' for r in rows]
assert len(ids) == len(set(ids)) == sum(len(json.loads(line)["attributions"]) for line in open("records"))
for r in rows:
    assert list(r) == order, list(r)
    words = [text[r["article"]][b:e] for b, e in r["content"]]
    assert " … ".join(words) == r["text"] and all(any(q in w for w in words) for q in r["quoted"]), r
    assert r["origin"] is None or r["origin"] in ids
    assert r["form"] != "direct" or r["quoted"], r
    assert r["actor"] is None or r["holders"][0] == r["actor"]
    assert all(0 < p <= 1 and c != r["claim"] for c, p in r["related"])
    assert set(r["authorities"]) <= {c for c, p in r["related"] if p >= 0.5}
origins = collections.defaultdict(set)
for r in rows:
    if r["claim"] and r["origin"]: origins[r["claim"]].add(r["origin"])
print(max(map(len, origins.values())), "origins at most")
END
