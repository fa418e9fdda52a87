# needs model
sayso read --format=brat --output=out "$SAMPLE"/*.txt && python3 "$HERE/check_brat.py" out; sayso read --format=brat "$SAMPLE/01-wire.txt" | cmp - out/01-wire.ann
