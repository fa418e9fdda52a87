# needs model
printf "date 2026-03-07 He said so.\n" > x; sayso read --format=jsonl x | grep -o '"published":"[^"]*"'; sayso read --published=2025-12-31 --format=jsonl x | grep -o '"published":"[^"]*"'; printf "date 2026-02-30 Text.\n" | sayso read --format=jsonl
