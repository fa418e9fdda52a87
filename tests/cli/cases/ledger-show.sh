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
