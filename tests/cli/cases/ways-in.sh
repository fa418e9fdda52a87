# needs model
set -- "$SAMPLE"/01*.txt "$SAMPLE"/02*.txt
sayso read --format jsonl "$@" > plain
count() { sayso read --quiet --format jsonl "$@" | python3 -c '
import json, sys
a, b = ([json.loads(l) for l in f] for f in (open("plain"), sys.stdin))
print(len(b), "articles,", "the same readings" if [(x["text"], x["attributions"]) for x in a] == [(x["text"], x["attributions"]) for x in b] else "other readings")
'; }
tar cf a.tar -C "$SAMPLE" 01-wire.txt 02-reprint.txt; count a.tar
gzip -k a.tar; count a.tar.gz
python3 -c '
import json, sys, zipfile
with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for path in sys.argv[1:]: z.write(path, path.rsplit("/", 1)[1])
with open("a.jsonl", "w") as out:
    for path in sys.argv[1:]: out.write(json.dumps({"body": {"words": open(path).read()}}) + "\n")
' "$@"; count a.zip
count --field text=body.words a.jsonl; count --field text=body.words - < a.jsonl
count plain
sayso read --format csv "$SAMPLE"/14-fathom.xml | cut -d, -f1 | sort | uniq -c | tr -s ' '
