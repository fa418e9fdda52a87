# needs model
# Names that no file should have: a NUL, line ends, quotation marks, signs of XML, turns of the writing direction.
python3 -c '
import json
for number, (outlet, name) in enumerate([("A\0B,\"C\"", "Ilsabet Corvane"), ("Two\r\nlines <&>", "Dorrit Haleko")]):
    print(json.dumps({"text": name + " told Minister Linnet Abaroa that the pier was unsafe in winter.", "outlet": outlet,
                      "title": "\u202e\x1b[31m", "id": "\u202e\x1b[31mx%d" % number, "published": "2026-03-03"}))
' > in.jsonl
sayso add --quiet --ledger l in.jsonl
sayso who --ledger l --format csv Corvane | python3 -c '
import sys
print(sys.stdin.buffer.read().split(b"\r\n")[1].split(b",2026")[0].split(b",", 5)[5])'
sayso who --ledger l Haleko | python3 -c '
import sys
print([c for c in sys.stdin.read() if c in "\x1b\u202e\r\0"])'
# An address that is none takes no other article with it.
python3 -c '
import json
for number, url in enumerate(["https://a.example/1", "http://", "https://a.example/2"]):
    print(json.dumps({"text": "Ilsabet Corvane said that pier %d was unsafe." % number, "url": url}))
' > odd.jsonl
sayso add --quiet --ledger m odd.jsonl && sayso export --ledger m | grep -c 'was unsafe'
# Written into the ledger by another hand: a graph stays well-formed.
python3 -c '
import sqlite3
sqlite3.connect("l").execute("UPDATE actor SET name = ? WHERE name = ?", ("Line\nend\x01 \"<&>\" \\ \uffff", "Linnet Abaroa")).connection.commit()'
sayso talks --ledger l --format graphml | python3 -c '
import sys, xml.etree.ElementTree as e
print([d.text for d in e.parse(sys.stdin).iter() if d.get("key") == "name"])'
sayso talks --ledger l --format dot | grep -c '\[label="Line end? \\"<&>\\" \\\\ '
sayso talks --ledger l --format svg | python3 -c '
import sys, xml.etree.ElementTree as e
print(e.parse(sys.stdin).getroot().tag.split("}")[1])'
sayso talks --ledger l --format svg > /dev/full; echo $?
sayso who --ledger l --since 2026-03-04 --until 2026-03-03 Haleko; echo $?
sayso claim --ledger l 99999999999999999999; echo $?
# A name that is no UTF-8 cannot be told in JSON, and is not left out in silence.
python3 -c '
import sqlite3
sqlite3.connect("l").execute("UPDATE actor SET name = CAST(x\x27ff\x27 AS TEXT)").connection.commit()'
sayso who --ledger l --format json Haleko > half.json; echo $?
