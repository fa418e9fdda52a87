# needs model
printf 'He  said\tso,\n"don\047t" x\000y\r\n\r\n\033[31m Iran\047s.\n' > odd.txt; sayso read --format=conllu odd.txt | python3 "$HERE/check_conllu.py"
