# needs model
# What is said of many items of one file is said once.
python3 -c '
import json
with open("a.json", "w") as out: json.dump([{"x": 1}] * 63, out)
with open("b.jsonl", "w") as out:
    for i in range(6): out.write(json.dumps({"words": "The union said no."} if i % 3 else {"text": "The union said no.", "date": "03/04/2026"}) + "\n")
with open("c.csv", "w") as out: out.write("id,text\n1,\n2,The union said no.\n3,\n4,The union, she said.\n5,\n")
'
for jobs in 1 4; do sayso read --jobs $jobs --format csv a.json b.jsonl c.csv 2>&1 | grep sayso; done
