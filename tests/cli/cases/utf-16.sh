# needs model
printf "\377\376N\000o\000.\000" > x.txt; sayso read --format=jsonl x.txt
