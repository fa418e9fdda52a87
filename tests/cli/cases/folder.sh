# needs model
mkdir -p d/sub; for n in b a.x.txt .hidden B sub/c; do echo text > d/$n; done; ln -s ../d/b d/link; mkfifo d/pipe; sayso read --format=jsonl d | python3 "$HERE/check_record.py"
