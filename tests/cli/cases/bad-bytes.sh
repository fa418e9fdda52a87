# needs model
printf "\342\200\234No,\342\200\235 he said at the caf\351.\n" > x.txt; sayso read --format=jsonl x.txt | sed "s/.*\"warnings/\"warnings/; s/,\"attributions.*//"
