# needs model
echo "He said so." > x.txt; sayso read --format=brat -o . x.txt; echo $?; cat x.txt
