# needs model
mkdir d; echo text > x; sayso read --format=jsonl d x | python3 "$HERE/check_record.py"
