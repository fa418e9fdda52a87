"""The events of the seed's report, ../shared/seed/report.txt, as its gold (events_seed.json: offsets into the record's text, labels) has
them. Fails below the floors; skipped where the report is absent."""
import hashlib
import json
import os
import subprocess
import sys

import events
from articles import HERE, SHARED

FOUND, RIGHT = 75, 85  # percent: events found of the gold's and of those told; parties right of those found

report = os.path.join(SHARED, "seed", "report.txt")
if not os.path.exists(report) or not os.path.exists(os.environ.get("SAYSO_MODEL_FILE", "")):
    print("no", report, "or no model")
    sys.exit(77)
with open(os.path.join(HERE, "events_seed.json"), encoding="utf8") as file:
    gold = json.load(file)
out = subprocess.run([os.environ["SAYSO_PROGRAM"], "read", "-q", "--format", "jsonl", report], check=True, capture_output=True).stdout
record = json.loads(out)
if hashlib.sha256(record["text"].encode()).hexdigest() != gold["article"]["sha256"]:
    sys.exit("the report is another than the one that was read")
sums = events.measure({"report": (gold["events"], record["events"])}, {"report": record["text"]})
events.print_measure(sums, 1)
found = min(events.percent(sums["both"], sums["gold"]), events.percent(sums["both"], sums["told"]))
if found < FOUND or events.percent(sums["right"], sums["slots"]) < RIGHT or sums["status"] < sums["both"] - 1:
    sys.exit("below the floors")
