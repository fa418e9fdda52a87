# needs model
# A file that may not grow is an error with a word, and no signal.
ulimit -f 1
sayso read --format=json -o out "$SAMPLE"/01*; echo $?
sayso add --quiet --ledger l "$SAMPLE"/01*; echo $?
