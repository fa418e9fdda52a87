sayso who; echo $?
sayso about --format xml a; echo $?
sayso stats now; echo $?
sayso talks --since 2026-02-30; echo $?
sayso who --limit 0 a; echo $?
sayso export --format brat; echo $?
sayso add --input epub x; echo $?
sayso read --field txet=a x; echo $?
sayso read --field text x; echo $?
sayso who --as-of 2026-13-01 a; echo $?
sayso who --added-since 2026-03-02 --as-of 2026-03-01 a; echo $?
sayso about --act denied a; echo $?
sayso about --order newest a; echo $?
sayso show; echo $?
sayso show --format csv 1; echo $?
sayso audit a b; echo $?
sayso remove; echo $?
sayso export --format labels 1; echo $?
sayso actor; echo $?
sayso actor lits; echo $?
sayso actor frobnicate; echo $?
sayso actor --limit 3 list; echo $?
sayso actor merge 1; echo $?
sayso actor split 1; echo $?
sayso actor rename 1; echo $?
sayso claim 1 2; echo $?
sayso claim --limit 3 join 1 1:1; echo $?
sayso claim join 1; echo $?
sayso statement fix 1:1; echo $?
sayso statement fix 1:1 deny; echo $?
sayso statement fix 1:1 akt=deny; echo $?
sayso statement drop; echo $?
sayso decision undo; echo $?
sayso decision import; echo $?
sayso decision list now; echo $?
