# needs model
sayso read --format=conllu "$SAMPLE"/*.txt | python3 "$HERE/check_conllu.py"
