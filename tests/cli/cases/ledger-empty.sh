# needs model
# What has no word is no article; it is named, and the rest goes on.
sayso add --ledger l < /dev/null; echo $?
: > empty.txt; printf ' \n\t\n' > blank.txt; echo '…' > dots.txt
sayso add --ledger l empty.txt blank.txt dots.txt "$SAMPLE"/11*; echo $?
echo '[{"id": "a", "text": ""}, {"id": "b", "text": "  "}, {"id": "c", "text": "Ines Caldo said that it was open."}, {"id": "d"}]' > in.json
sayso add --ledger l in.json; echo $?
sayso audit --ledger l empty.txt; echo $?
sayso stats --ledger l --format csv | grep articles
