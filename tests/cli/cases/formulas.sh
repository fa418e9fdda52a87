# needs model
# Text that a spreadsheet would take for a formula has an apostrophe in front in CSV, and loses it when it is read.
cat > in.jsonl <<'END'
{"id":"=cmd|' /C calc'!A0","title":"+1","outlet":"@outlet","text":"@mayor, who is new, said \"=SUM(1) is no answer.\"\n\n\"-5 is cold,\" Mayor Ines Caldo said. \"We stay.\""}
END
sayso read --quiet --format csv in.jsonl | python3 -c '
import csv, sys
for row in csv.DictReader(sys.stdin): print(row["id"], row["outlet"], row["title"], row["content"], sep=" ; ")'
sayso add --quiet --ledger l in.jsonl; sayso export --ledger l --format csv | cut -d , -f 1 | tail -n 1
sayso who --ledger l --format csv Caldo | python3 -c '
import csv, sys
for row in csv.DictReader(sys.stdin): print(row["article.label"], row["article.outlet"], sep=" ; ")'
printf '%s\n' 'id,text' "1,\"'-5 is cold, said Mayor Ines Caldo.\"" "2,\"''=5 is cold, said Mayor Ines Caldo.\"" "3,\"'Tis cold, said Mayor Ines Caldo.\"" > back.csv
sayso read --quiet --format jsonl back.csv | python3 -c '
import json, sys
for line in sys.stdin: print(json.loads(line)["text"])'
