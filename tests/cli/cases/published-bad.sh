# needs model
echo text > x; sayso read --published=2026-02-30 -o kept x; echo $?; test -e kept || echo "no output is touched"
