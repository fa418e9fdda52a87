# needs model
# What steers who shows it does not come into graphs: a name is anybody's.
export SAYSO_LEDGER=l
sayso add --quiet "$SAMPLE"
name=$(sayso talks --format=csv | sed -n '2s/,.*//p')
id=$(sayso actor list --format=csv | grep "$name" | sed -n '1s/,.*//p')
sayso actor rename "$id" "$(printf 'A\302\233B\342\200\256C\033D')" >x || exit
for format in dot svg graphml; do sayso talks --format=$format | grep -c 'A?B?C?D'; sayso talks --format=$format | LC_ALL=C grep -c "$(printf '\302\233\|\342\200\256\|\033')"; done
