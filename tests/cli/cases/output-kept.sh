# needs model
# A file that is there is emptied when there is something to write, not before.
echo mine > there; sayso read nowhere.txt --output there; cat there
sayso read nowhere.txt --format csv --output new; ls
: > empty.txt; sayso read empty.txt --output there; cat there
yes longer | head -n 3000 > there; sayso read "$SAMPLE"/01-wire.txt nowhere.txt --format jsonl --output there; wc -l < there
echo 'He left.' > none.txt; sayso read none.txt --format csv --output there; cut -c 1-14 there
sayso read "$SAMPLE"/01-wire.txt --output /dev/null
