# needs model
echo "He said so." > x; sayso read --max-article=11 x; sayso read --max-article=12 --format=csv x > out && echo fits; sayso read --max-article=2 < x; head -c 1100 /dev/zero | tr "\0" a > y; sayso read --max-article=1K y; yes | sayso read --max-article=10 -
