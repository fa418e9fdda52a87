# needs model
printf '%%PDF-1.4 ' > a.pdf; printf '<!DOCTYPE html><p>He said so.' > b.html; printf '\037\213\010' > c.gz
echo text > d
sayso read --format=jsonl a.pdf b.html c.gz /dev/zero d > out; echo $?
python3 "$HERE/check_record.py" < out
