# needs model
for i in 1 2 3 4 5 6 7 8 9; do echo "He said $i." > $i.txt; done
printf '{\\rtf1' > 5.txt
for j in 1 4; do sayso read --jobs=$j --format=jsonl 1.txt none 2.txt 3.txt 4.txt 5.txt 6.txt - 7.txt 8.txt 9.txt < 1.txt 2> err$j | python3 "$HERE/check_record.py"; done
cmp err1 err4; cat err1
