bash -c '. "$HERE/../../completions/sayso.bash"
touch report.txt
compopt() { :; }
try() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=(); _sayso; echo "$*:" "${COMPREPLY[@]}"; }
try sayso ""; try sayso help m; try sayso read --format = js; try sayso read ""; try sayso model ""; try sayso model --model ""
try sayso actor ""; try sayso actor m; try sayso actor split --a; try sayso claim j; try sayso claim --s; try sayso claim join --f
try sayso statement fix 5:1 a; try sayso who --act d; try sayso about --order ""; try sayso show --format = j
try sayso decision export --; try sayso decision import ""; try sayso audit ""; try sayso remove --; try sayso export -f l; try sayso events --t; try sayso events --type A; try sayso talks --d; try sayso read --format p'
