# needs model
: > empty.txt; sayso read --format=csv empty.txt empty.txt
