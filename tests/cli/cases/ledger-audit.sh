# needs model
sayso add --quiet --ledger l "$SAMPLE"/01* "$SAMPLE"/03*
# A file is read and held beside the ledger; nothing is kept.
cp "$SAMPLE"/02-reprint.txt .
sayso audit --ledger l --format json 02-reprint.txt | python3 -c '
import json, sys
a = json.load(sys.stdin)
print(a.get("article"), a["label"], round(a["copied_share"], 1), [(p["label"], p["earlier"]) for p in a["passages"]][:1])
seen = [s["id"] for s in a["unnamed_without_reason"]]
assert len(seen) == len(set(seen))
'
sayso stats --ledger l --format csv | grep articles
# An article of the ledger by its name, where no file has that name.
sayso audit --ledger l 03-leaked-audit | sed -n 1p
cat 02-reprint.txt > 03-leaked-audit; sayso audit --ledger l 03-leaked-audit | sed -n 1p
sayso audit --ledger l - < 02-reprint.txt | sed -n 1p
# Without a ledger of one's own a draft is audited all the same; a ledger that is named must be there.
XDG_DATA_HOME=$PWD/none sayso audit 02-reprint.txt | sed -n 1p; ls none 2>&1 | grep -c sayso
XDG_DATA_HOME=$PWD/none sayso audit 77; echo $?
sayso audit --ledger none 02-reprint.txt; echo $?
sayso audit --ledger l 77; echo $?
printf '{\\rtf1 ' > x.rtf; sayso audit --ledger l x.rtf; echo $?
mkdir two; cp 02-reprint.txt "$SAMPLE"/01-wire.txt two; sayso audit --quiet --ledger l two > out; echo $?
# Why a source is not named is told a paragraph before.
cat > anonymous.txt <<'TEXT'
A person familiar with the talks requested anonymity because the matter is private.

“The money was never there,” the person added on Tuesday.

“Nobody looked,” one official said.
TEXT
sayso audit --ledger l --format csv anonymous.txt | cut -d, -f1,3,5 | grep unnamed
# Who is named, persons and bodies; what a person dropped counts no more; reading and auditing count the same words.
sayso audit --ledger l 01-wire | sed -n '3,5p'
sayso statement drop --ledger l 01-wire:1 > out; sayso audit --ledger l 01-wire | sed -n 1p; sayso read "$SAMPLE"/01* | sed -n 1p
