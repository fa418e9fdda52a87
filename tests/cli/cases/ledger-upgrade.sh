# needs model
unpack() { python3 -c 'import gzip, sys; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())' "$HERE/../ledger/$1"; }
unpack format1.db.gz > l; unpack format1.jsonl.gz > old.jsonl
# A dry run changes nothing.
sum=$(cksum < l); sayso reread -n --ledger l; echo $?; [ "$sum" = "$(cksum < l)" ] && ls l*
# Whoever comes first brings it up, and is told so once; what was read in format 1 is as it was, byte for byte.
sayso export --all --ledger l | cmp - old.jsonl && echo "exported as it was"
sayso verify --ledger l
sayso claim --ledger l 1 | sed -n 1p
sayso show --ledger l 1 | sed -n 1p
# Read anew, an article is of this format.
sayso reread --quiet --ledger l 1 > out
sayso export --ledger l 1 2 | cut -c1-12
sayso export --all --ledger l | sed 1d > rest; sed 1d old.jsonl | cmp - rest && echo "the others as they were"
unpack format1.db.gz > m; sayso add --ledger m "$SAMPLE"/11-gazette.html
unpack format1.db.gz > n; python3 -c 'import sqlite3; d = sqlite3.connect("n"); d.execute("UPDATE claim SET gist = x'"'"'00'"'"'"); d.commit()'
sayso stats --ledger n; echo $?
# A ledger of format 2 lacks but events, which come with what is read anew.
unpack format2.db.gz > p; unpack format2.jsonl.gz > old.jsonl
sayso export --all --ledger p | cmp - old.jsonl && echo "exported as it was"
sayso reread --quiet --ledger p 5 | sed 's/events [1-9][0-9]*, before 0/events, before none/'
sayso export --ledger p | grep -c '"events":'
sayso reread --quiet --ledger p | sed 's/events [1-9][0-9]*, before 0/events, before none/'
sayso read --quiet --format jsonl "$SAMPLE" > read.jsonl; sayso export --ledger p | cmp - read.jsonl && echo "exported as it is read"
sayso verify --ledger p | sed 's/[0-9]* spans/so many spans/'
# A ledger of format 3 lacks but watches.
unpack format3.db.gz > q; unpack format3.jsonl.gz > old.jsonl
sayso export --all --ledger q | cmp - old.jsonl && echo "exported as it was"
sayso watch add --ledger q --who Corvane; sayso verify --ledger q
