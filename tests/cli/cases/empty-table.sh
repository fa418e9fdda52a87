# needs model
: > empty.txt; sayso read empty.txt
