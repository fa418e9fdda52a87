# needs model
# Neither file of a pair may fall on an input, whichever article it belongs to.
mkdir d
echo "One said no." >d/a.md
echo "Two said yes." >d/a.txt
sayso read --format=brat --output=d d/a.md d/a.txt; echo $?
cat d/a.txt
