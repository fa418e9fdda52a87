# needs model
set -- "$SAMPLE"/1[1-4]*
sayso add --ledger l.sqlite -v "$@" | sed "s|$SAMPLE/||"
sayso add --ledger l.sqlite "$@"
cp "$SAMPLE"/11-gazette.html again.html; sed -i 's/on nine of/on eight of/' again.html
sayso add --ledger l.sqlite -v again.html | sed 's/;.*//'
SAYSO_LEDGER=l.sqlite sayso add --quiet "$SAMPLE"/11-gazette.html; echo $?
XDG_DATA_HOME=$PWD/data sayso add --quiet "$SAMPLE"/12*; XDG_DATA_HOME=$PWD/data sayso stats --format csv | grep articles; ls data/sayso
