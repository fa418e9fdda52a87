# needs model
# A table, and the same rows as JSON Lines, give the same records.
python3 -c '
import csv, json, sys
rows = [{"id": "%d" % i, "date": "2026-03-07", "title": path.rsplit("/", 1)[1], "text": open(path).read()} for i, path in enumerate(sys.argv[1:])]
for name, delimiter, encoding in ("a.csv", ",", "utf-8"), ("b.csv", ";", "utf-16"), ("c.tsv", "\t", "utf-8-sig"):
    with open(name, "w", newline="", encoding=encoding) as out:
        writer = csv.DictWriter(out, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
with open("a.jsonl", "w") as out:
    for row in rows: out.write(json.dumps(row) + "\n")
' "$SAMPLE"/01*.txt "$SAMPLE"/02*.txt
sayso read --format jsonl a.jsonl > lines
for file in a.csv b.csv c.tsv; do sayso read --format jsonl $file | cmp - lines && echo $file; done
sayso read --format jsonl < a.csv | cmp - lines && echo standard input
sed 1d a.csv > e.csv
sayso read --quiet --format csv e.csv | cut -d, -f1 | sort -u
sayso read --format jsonl --field text=title --field id=date a.csv | cut -d, -f2 | sort -u
sayso read --format csv --field text=words a.csv
echo "It is no table, she said." > prose.csv
sayso read --format csv prose.csv
sayso read --format csv --input text prose.csv | cut -d, -f1 | sort -u
