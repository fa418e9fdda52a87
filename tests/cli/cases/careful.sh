# needs model
# The careful model lies beside the model; who has none is told which file is wanted.
sayso read --careful "$SAMPLE"/01-*.txt > a && sayso read "$SAMPLE"/01-*.txt > b && echo "two ways to read"
ln -s "$SAYSO_MODEL_FILE" one.model
sayso read --careful --model one.model "$SAMPLE"/01-*.txt; echo $?
sayso read --model one.model "$SAMPLE"/01-*.txt | cmp - b && echo "the fast way needs none"
