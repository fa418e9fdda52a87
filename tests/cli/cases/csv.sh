# needs model
sayso read --format=csv "$SAMPLE"/*.txt > csv
sayso read --format=jsonl "$SAMPLE"/*.txt > jsonl
python3 - <<'END'
import csv, json
rows = list(csv.DictReader(open("csv", newline="")))
found = [(r["article"]["id"], a, r["text"]) for r in map(json.loads, open("jsonl")) for a in r["attributions"]]
assert len(rows) == len(found)
for row, (name, a, text) in zip(rows, found):
    assert (row["id"], int(row["attribution"]), row["form"]) == (name, a["id"], a["form"])
    assert row["content"] == " … ".join(c["text"] for c in a["content"])
    assert row["content_spans"] == ";".join("%d %d" % tuple(c["span"]) for c in a["content"])
    for key in ("source", "cue"):
        assert row[key] == a.get(key, {}).get("text", "")
        assert [row[key + "_begin"], row[key + "_end"]] == [str(n) for n in a.get(key, {}).get("span", ["", ""])]
    assert abs(float(row["confidence"]) - a["confidence"]["spans"]) < 1e-3
assert open("csv", "rb").read().count(b"\r\n") == len(rows) + 1
print("the rows say what the records say")
END
