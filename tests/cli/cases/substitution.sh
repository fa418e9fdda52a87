# needs model
mkfifo p; echo "He said so." > p & sleep 1; sayso read --format=jsonl p | python3 "$HERE/check_record.py"
