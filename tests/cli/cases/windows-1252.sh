# needs model
printf "\223No,\224 he\205 \201\n" > x.txt; sayso read --format=jsonl x.txt | sed "s/\"attributions.*//"; sayso read --quiet --format=jsonl x.txt | python3 "$HERE/check_record.py"
