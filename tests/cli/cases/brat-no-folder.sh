# needs model
echo "He said so." > x; echo kept > y; sayso read --format=brat -o y x; echo $?; cat y
