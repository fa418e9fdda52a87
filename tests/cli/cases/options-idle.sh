# needs model
# An option that has nothing to do is refused, with what to do instead.
sayso add --quiet --ledger l "$SAMPLE"/01-wire.txt
sayso audit --ledger l --careful 1; echo $?
sayso audit --ledger l --input page 01-wire; echo $?
sayso report --ledger l -r claim 1 > /dev/null; echo $?
sayso stats --ledger l --seed 3; echo $?
sayso stats --ledger l --by outlet --limit 3; echo $?
sayso stats --ledger l --sample 2 --limit 3; echo $?
sayso audit --ledger l --quiet 1 | head -n 1 | cut -c 1-7
