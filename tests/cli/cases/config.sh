# needs model
# What the config file says goes before what is typed; the environment goes before the file.
export XDG_CONFIG_HOME="$PWD/config" HOME="$PWD/home"
mkdir -p config/sayso home
config() { printf '%s\n' "$@" > config/sayso/config; }
config '# mine' '' 'ledger = ~/news.sqlite' '  jobs=1' 'read.format = jsonl' 'who.limit = 1'
sayso add --quiet "$SAMPLE"/01-wire.txt && ls home
sayso stats --format csv | head -n 2
sayso read "$SAMPLE"/01-wire.txt | cut -c 1-12
sayso read --format csv "$SAMPLE"/01-wire.txt | cut -c 1-14
sayso actor list --format csv | wc -l | xargs test 2 -lt && echo a verb too
SAYSO_LEDGER=other.sqlite sayso add --quiet "$SAMPLE"/02-reprint.txt && ls *.sqlite
sayso stats --ledger other.sqlite --format csv | head -n 2
config 'ledgr = x'; sayso stats
config 'frobnicate = x'; sayso stats
config 'ledger'; sayso stats
config 'ledger = x' 'stats.frob = x'; sayso stats; echo $?
config 'read.frob = x'; sayso stats --ledger other.sqlite --format csv | head -n 1
sayso --version | head -c 5
