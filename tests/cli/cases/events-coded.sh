# needs model
cat > news.jsonl <<'END'
{"id": "a", "outlet": "Harbour Gazette", "url": "https://gazette.example/a", "title": "Ostrel", "published": "2026-03-04", "text": "President Casimir Ulvoy met Prime Minister Maud Ellersby in Ostrel on Tuesday.\n\nPolice arrested Senator Rufus Quennerby in Port Vellan last week. The mayor's lamps were lit."}
{"id": "b", "text": "French soldiers shelled Russian troops.\n\nGermany may sanction Russia. Senator Rufus Quennerby denied that he endorsed Prime Minister Maud Ellersby."}
END
sayso add -q --ledger l news.jsonl
for f in plover petrarch polecat gdelt; do
    echo "== $f"; sayso read -q --format $f news.jsonl > r; cat r
    # An export is what is read, but for the day on which the ledger saw it.
    sayso export --ledger l --format $f | python3 -c '
import sys
read, kept = open("r").read().split("\n"), sys.stdin.read().split("\n")
cut = lambda lines: [line.split("\t")[:-2] if sys.argv[1] == "gdelt" else line for line in lines]
print("the same" if cut(read) == cut(kept) else kept)
' $f
    sayso export --ledger l --format $f a > one; wc -l < one
done
awk -F '\t' '{ print NF }' r | sort -u
sayso read -q --format polecat /dev/null | wc -l
sayso read -q --format gdelt --explain news.jsonl; echo $?
