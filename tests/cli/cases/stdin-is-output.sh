# needs model
# Standard input's own file would be emptied before it is read.
echo 'Bell said no.' >f.txt
sayso read --format=csv --output=f.txt <f.txt
status=$?
cat f.txt
exit $status
