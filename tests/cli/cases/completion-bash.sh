bash -c '. "$HERE/../../completions/sayso.bash"
touch report.txt
compopt() { :; }
try() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=(); _sayso; echo "$*:" "${COMPREPLY[@]}"; }
try sayso ""; try sayso help m; try sayso read --format = js; try sayso read ""; try sayso model ""; try sayso model --model ""'
