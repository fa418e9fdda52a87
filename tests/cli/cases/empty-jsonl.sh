# needs model
: > empty.txt; sayso read --format=jsonl empty.txt
