# needs model
echo text > there; sayso read --format=jsonl missing there "" | python3 "$HERE/check_record.py"; sayso read --format=jsonl missing
