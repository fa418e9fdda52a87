# needs model
echo "He said so." | sayso read --format=jsonl | python3 "$HERE/check_record.py"; echo "He said so." | sayso read --format=jsonl - | python3 "$HERE/check_record.py"
