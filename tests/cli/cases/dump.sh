# needs model
for s in token syntax entity attribution standing; do sayso dump --stage=$s "$SAMPLE/01-wire.txt" | head -3; done
