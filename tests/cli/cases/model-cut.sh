# needs model
head -c 100 "$SAYSO_MODEL" > m; sayso read --model=m x
