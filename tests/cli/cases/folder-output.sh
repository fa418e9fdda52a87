# needs model
mkdir d; echo text > d/x; sayso read --format=jsonl -o d/out d && sayso read --format=jsonl -o d/out d && python3 "$HERE/check_record.py" < d/out
