# needs model
# A page never takes the place of what it is made from, by whatever name.
cp "$SAMPLE"/01-*.txt a.txt; ln -s a.txt b.txt; sayso add -q --ledger l a.txt
sayso report -o l --ledger l 1; echo $?
sayso report -o b.txt --ledger l a.txt; echo $?
sayso report -o page.html --ledger l a.txt; echo $?
cmp a.txt "$SAMPLE"/01-*.txt && sayso verify --ledger l | sed 's/[0-9]* spans/so many spans/'
: > names.tsv; sayso read --names names.tsv -o names.tsv a.txt; echo $?
# Nor does a config file that is none hold anything up.
mkdir -p c/sayso; mkfifo c/sayso/config; XDG_CONFIG_HOME=$PWD/c sayso stats --ledger l; echo $?
