# needs model
cat > news.jsonl <<'END'
{"id": "a", "outlet": "Harbour Gazette", "published": "2026-03-04", "text": "President Casimir Ulvoy met Prime Minister Maud Ellersby in Ostrel on Tuesday.\n\nSenator Rufus Quennerby endorsed Maud Ellersby in the contest on Tuesday. The mayor's lamps were lit."}
{"id": "b", "outlet": "Radio Fathom", "published": "2026-03-04", "text": "Commissioner Ansel Threlk said that Senator Rufus Quennerby endorsed Prime Minister Maud Ellersby in the contest on Tuesday.\n\nThe gulls were counted twice that morning, and nobody came to hear the sum."}
{"id": "c", "outlet": "Meridian", "published": "2026-03-05", "text": "Senator Rufus Quennerby denied that he endorsed Prime Minister Maud Ellersby in the contest on Tuesday.\n\nWhat the harbour had in lamps it wanted in oil, as every winter."}
{"id": "d", "outlet": "Northlight", "published": "2026-03-04", "text": "Senator Rufus Quennerby has endorsed Prime Minister Maud Ellersby in the contest, weeks before the vote.\n\nFog kept the ferries in until noon. A band played on the quay for those who waited."}
{"id": "e", "outlet": "Lantern Post", "published": "2026-03-09", "text": "Senator Rufus Quennerby endorsed Prime Minister Maud Ellersby in the contest on Monday.\n\nThe clerks of the port went home early, since the snow had come before the ships."}
END
sayso add -q --ledger l news.jsonl
# A list, and one of it.
sayso events --ledger l
sayso events --ledger l b:1 | sed 's/ · [0-9]*%$//'
# What is asked for.
for o in "--who Quennerby --order origins" "--to Ellersby --until 2026-03-03" --type=consult --status=denied --place=Ostrel "--about endorses" \
    --outlet=Northlight "--who Ulvoy --to Ellersby" "--who Ellersby --to Quennerby" "--limit 1" e; do
    echo "$o:"; sayso events --ledger l --format csv $o | cut -d , -f 1-5,14,16-20; done
sayso events --ledger l --format json a:2 > one; python3 -c '
import json
d = json.load(open("one"))
print(d["type"], d["article_count"], d["origin_count"], [x["name"] for x in d["denials"]], [x["why_not"] for x in d["related"]])
for t in d["tellings"]: print(t["id"], t["status"], t.get("according_to", {}).get("name"), t.get("origin"), t.get("hand"), t["evidence"])
'
sayso events --ledger l --format csv a:2 | cut -d , -f 1,4,6-8,14-18 | sed 's/,[0-9.]*$//'
# Who does what to whom.
sayso talks --deeds --ledger l
sayso talks --deeds --ledger l --format csv Ulvoy; echo $?
sayso talks --deeds --ledger l --format dot | grep -- '->'
sayso talks --deeds --ledger l --format graphml | python3 -c '
import sys, xml.etree.ElementTree as e
print([x.text for x in e.parse(sys.stdin).getroot().iter() if x.get("key") == "deed"])
'
# What is not there.
sayso events --ledger l --who Haleko; echo $?
sayso events --ledger l --mode aerial; echo $?
sayso events --ledger l a:3; echo $?
sayso events --ledger l x:1; echo $?
sayso events --ledger l --about ""; echo $?
for o in --type=WAR --status=said --country=Iran --order=place; do sayso events --ledger l $o; echo $?; done
# Taken out, it is not told.
sayso remove -q --ledger l a
sayso events --ledger l --format csv --who Quennerby | cut -d , -f 1,16-17
sayso verify -q --ledger l | sed 's/[0-9]* spans/so many spans/'
# What came before the ledger kept events.
python3 -c 'import gzip, sys; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())' "$HERE/../ledger/format2.db.gz" > m
sayso events --ledger m; echo $?
sayso export --ledger m --format plover; echo $?
