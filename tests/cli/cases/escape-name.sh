# needs model
n=$(printf "a\033[31mb.txt"); echo text > "$n"; sayso read "$n" | head -1 | cat -v
