# needs model
echo text > x; sayso read x > /dev/full; echo $?; sayso read --format=csv -o /dev/full x; echo $?; sayso read --format=brat -o /dev/full x
