echo text > x
for day in 2026-02-30 1399-01-01 2026-1-1 "" 2026-01-01x; do sayso read --model=nowhere --published="$day" -o kept x; echo $?; done
sayso read --model=nowhere --published=2024-02-29 x; echo $?; test -e kept || echo "no output is touched"
