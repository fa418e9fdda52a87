# needs model
sayso read --format=jsonl <&-
