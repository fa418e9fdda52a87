# needs model
: > empty.txt; sayso read --format=json empty.txt
