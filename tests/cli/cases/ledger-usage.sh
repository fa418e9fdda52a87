sayso who; echo $?
sayso about --format xml a; echo $?
sayso stats now; echo $?
sayso talks --since 2026-02-30; echo $?
sayso who --limit 0 a; echo $?
sayso export --format brat; echo $?
sayso add --input pdf x; echo $?
sayso read --field txet=a x; echo $?
sayso read --field text x; echo $?
