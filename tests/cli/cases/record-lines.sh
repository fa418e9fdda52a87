# needs model
sayso read --format=json "$SAMPLE"/*.txt > json
sayso read --format=jsonl "$SAMPLE"/*.txt > jsonl
python3 - <<'END'
import json
text, decoder, records, at = open("json").read(), json.JSONDecoder(), [], 0
while at < len(text):
    record, at = decoder.raw_decode(text, at)
    records.append(record)
    at += 1
assert records == [json.loads(line) for line in open("jsonl")]
print(len(records), "records")
END
