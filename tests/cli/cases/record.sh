# needs model
sayso read --format=jsonl "$SAMPLE"/*.txt | python3 "$HERE/check_record.py"
