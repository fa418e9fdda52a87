# needs model
# Whoever takes the one model for the other is told.
sayso model --model careful; echo $?
cp "$SAYSO_MODEL" m-careful.model; sayso model --model m-careful.model | head -n 1 | cut -c 1-7
head -c 4000 "$SAYSO_MODEL" > x-careful.model; sayso model --model x-careful.model; echo $?
cp "$SAYSO_MODEL" m.model; rm m-careful.model; sayso read --careful --model m.model "$SAMPLE"/01-wire.txt; echo $?
