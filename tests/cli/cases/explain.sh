# needs model
sayso read --explain "$SAMPLE/01-wire.txt" > text
sayso read --explain --format=jsonl "$SAMPLE/01-wire.txt" > explained
sayso read --format=jsonl "$SAMPLE/01-wire.txt" > record
python3 - <<'END'
import json, re
text, explained, record = open("text").read(), json.load(open("explained")), json.load(open("record"))
blocks = re.findall(r"^attribution \d+ · \d+%$", text, re.M)
fields = ["source", "entity", "kind", "cue", "content", "form", "act", "negated", "to", "via", "when", "anonymity", "within"]
for attribution in explained["attributions"]:
    assert list(attribution.pop("explain")) == fields
assert len(blocks) == len(record["attributions"]) and explained == record
for field in fields:
    assert len(re.findall(f"^  {field} +[^ ]", text, re.M)) == len(blocks), field
assert all(len(line) <= 100 for line in text.split("\n"))
print("each field of each attribution is explained")
END
