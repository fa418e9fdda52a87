# needs model
for s in token syntax attribution; do sayso dump --stage=$s "$SAMPLE/01-wire.txt" | head -3; done
