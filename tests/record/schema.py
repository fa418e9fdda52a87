"""Every sample's record against docs/record.schema.json, and each text beside a span against its slice.

Needs python3-jsonschema; ends with 77 (skipped) without it or without a model."""
import json, os, subprocess, sys

root = os.environ["SAYSO_SOURCE_ROOT"]
model = os.environ["SAYSO_MODEL_FILE"]
try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)
if not os.path.exists(model):
    print("skipped: there is no", model)
    sys.exit(77)


def slices(value):
    """Every object that holds a span and its text, at any depth."""
    if isinstance(value, dict):
        if "span" in value and "text" in value:
            yield value
        for inner in value.values():
            yield from slices(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from slices(inner)


schema = json.load(open(os.path.join(root, "docs", "record.schema.json"), encoding="utf8"))
folder = os.path.join(root, "data", "sample")
attributions = 0
for form in (["json"], ["jsonl"], ["jsonl", "--explain"]):
    for name in sorted(os.listdir(folder)):
        out = subprocess.run([os.environ["SAYSO_PROGRAM"], "read", "--model", model, "--format", *form, os.path.join(folder, name)],
                             check=True, capture_output=True).stdout
        record = json.loads(out)
        jsonschema.validate(record, schema)
        for piece in slices(record["attributions"]):
            begin, end = piece["span"]
            assert record["text"][begin:end] == piece["text"], (name, piece)
        attributions += len(record["attributions"])
print(attributions, "attributions follow the schema")
assert attributions > 0
