# needs model
mkdir a b; echo A > a/x.txt; echo B > b/x.txt; sayso read --format=brat -o out a b; echo $?; cat out/x.txt
