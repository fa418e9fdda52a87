# needs model
# The careful model lies beside the model; who has none is told which file is wanted.
sayso read --careful -f jsonl "$SAMPLE"/0*.txt > a && sayso read -f jsonl "$SAMPLE"/0*.txt > b && ! cmp -s a b && echo "two ways to read"
ln -s "$SAYSO_MODEL" one.model
sayso read --careful --model one.model "$SAMPLE"/01-*.txt; echo $?
sayso read --model one.model -f jsonl "$SAMPLE"/0*.txt | cmp - b && echo "the fast way needs none"
# A ledger tells who has read it.
sayso add -q --ledger l --careful "$SAMPLE"/01-*.txt && sayso stats --ledger l | grep -c ", model"
sayso add -q --ledger l "$SAMPLE"/02-*.txt && sayso stats --ledger l | grep -c ", model"
sayso reread -q --ledger l --careful && sayso stats --ledger l --format csv | grep -c "^readers"
