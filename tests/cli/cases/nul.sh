# needs model
printf "He \000 said so.\n" > x; sayso read --format=jsonl x | python3 "$HERE/check_record.py"; sayso read --format=jsonl x | grep -c u0000
