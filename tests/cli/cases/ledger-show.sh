# needs model
sayso add --quiet --ledger l "$SAMPLE"/03* "$SAMPLE"/05*
sayso show --ledger l 05-follow-up:3 | sed 's/ · added .*//; s/#[0-9]*/#N/; s/^claim       [0-9]*/claim       N/'
sayso show --ledger l 05-follow-up | sed -n '3p; /^─/,$p' | grep -c paragraph
# Spans are code points: the words stand where they are said to stand.
sayso show --ledger l --format json 05-follow-up > all
for n in 1 3 5; do sayso show --ledger l --format json 05-follow-up:$n; done | python3 -c '
import json, sys
whole = json.load(open("all"))
text, decoder, rest = whole["record"]["text"], json.JSONDecoder(), sys.stdin.read()
assert all(text[b:e].strip() == text[b:e] and "\n" not in text[b:e] for b, e in whole["paragraphs"])
while rest.strip():
    one, end = decoder.raw_decode(rest.lstrip())
    rest = rest.lstrip()[end:]
    points, paragraph = one["points"], one["paragraph"]
    assert " … ".join(text[b:e] for b, e in points["content"]) == one["content"]
    assert not one["source"] or text[slice(*points["source"])] == one["source"]["text"]
    assert text[slice(*paragraph["span"])] == paragraph["text"] and points["content"][0][0] >= paragraph["span"][0]
    assert whole["statements"][int(one["id"].split(":")[1]) - 1]["paragraph"] >= paragraph["number"]
    print(one["id"], paragraph["number"], one.get("hand"), one.get("claimed", {}).get("statement_count"))
'
sayso show --ledger l 05-follow-up:99; echo $?
sayso show --ledger l 06; echo $?
# As a table prints it, it can be typed; and an article has the name of the file from which it came.
cp "$SAMPLE"/1[1-4]* .; sayso add --quiet --ledger m 1[1-4]*
name() { sayso show --ledger m --format json "$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["id"])' 2>&1; }
for printed in $(sayso who --ledger m Astaby | grep -o '^ *[^ ]*:[0-9]* ·' | tr -d '·'); do name "$printed"; done
name "article 2:1"; name 14-fathom.xml:1; name 12-northlight.json:1
printf '%s\n' '{"id": 1, "text": "Ines Caldo said that the bridge was open."}' '{"id": "b:2", "text": "Ines Caldo said that the port was open."}' > two.jsonl
sayso add --quiet --ledger m two.jsonl
sayso who --ledger m Caldo | grep -o '^ *[^ ]*:[0-9]* ·' | tr -d ' ·'; name b:2:1
sayso show --ledger m two.jsonl; echo $?
sayso show --ledger m https://northlight.example/none 2>&1; echo $?
