# needs model
for w in 20 39 40 60 100 200; do COLUMNS=$w sayso read "$SAMPLE" | python3 -c "import sys; print(max(len(l.rstrip(chr(10))) for l in sys.stdin))"; done; sayso read "$SAMPLE/01-wire.txt" | python3 -c "import sys; print(max(len(l.rstrip(chr(10))) for l in sys.stdin))"
