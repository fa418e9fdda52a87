# needs model
: > empty.txt; sayso read --format=conllu empty.txt
