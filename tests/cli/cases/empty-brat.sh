# needs model
: > empty.txt; sayso read --format=brat empty.txt; echo --; sayso read --format=brat empty.txt empty.txt
