# needs model
echo text > x; sayso read --format=csv -o out x && head -c 14 out; echo; sayso read -o nowhere/out x; echo $?; sayso read -o x x; echo $?; cat x; mkdir d; sayso read -o d x
