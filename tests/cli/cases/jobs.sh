# needs model
for f in table json jsonl brat csv conllu; do sayso read --jobs=1 --format=$f "$SAMPLE"/*.txt > one; sayso read --jobs=4 --format=$f "$SAMPLE"/*.txt > four; cmp one four && test -s one || echo "$f differs"; done
sayso read --jobs=4 --format=jsonl "$SAMPLE"/*.txt | wc -l
