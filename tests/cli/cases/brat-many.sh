# needs model
sayso read --format=brat "$SAMPLE"/0[12]*.txt | grep "^# "
