# needs model
for i in 1 2 3 4 5; do set -- "$@" "$SAMPLE"; done; sayso read --jobs=4 "$@" | head -c 1; echo; (trap "" PIPE; sayso read "$@"; echo $? > code) | head -c 1; echo; cat code
