# needs model
echo text > x; sayso read x >&-
