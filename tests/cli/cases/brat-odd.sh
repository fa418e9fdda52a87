# needs model
printf '\357\273\277date 2026-03-07 He said:\r\n"No.\r\nNo."\tShe said so.\n' > odd.txt; sayso read --format=brat -o out odd.txt; python3 "$HERE/check_brat.py" out; cat -A out/odd.txt
