sayso read --events --format=jsonl x; echo $?
