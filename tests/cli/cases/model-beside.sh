# needs model
mkdir -p far/bin far/share/sayso; cp "$(readlink -f "$(command -v sayso)")" far/bin/sayso; cp "$SAYSO_MODEL" far/share/sayso/sayso.model
echo "He said so." | env -u SAYSO_MODEL far/bin/sayso read --format=jsonl | python3 "$HERE/check_record.py"
