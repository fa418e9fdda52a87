# needs model
# What a config file gets wrong is told with its line, whoever finds it; a flag is yes or no; an option of another verb is no mistake.
export XDG_CONFIG_HOME="$PWD/config"
mkdir -p config/sayso
config() { printf '%s\n' "$@" > config/sayso/config; }
config '# mine' 'jobs = many'; sayso read "$SAMPLE"/01-wire.txt; echo $?
config '' '' 'read.format = jsonx'; sayso read "$SAMPLE"/01-wire.txt; echo $?
config 'read.frob = 1'; sayso read "$SAMPLE"/01-wire.txt; echo $?
config 'quiet = perhaps'; sayso read "$SAMPLE"/01-wire.txt; echo $?
config 'jobs = 2'; sayso read --jobs=none "$SAMPLE"/01-wire.txt; echo $?
echo 'The mayor said it was safe on Tuesday.' > undated.txt
config 'quiet = no'; sayso read --format jsonl undated.txt | cut -c 1-12
config 'quiet = yes' 'read.explain = no' 'recursive = yes'; sayso read --format jsonl undated.txt | cut -c 1-12
config 'ledger = l' 'quiet = yes' 'actor.format = json'
sayso add "$SAMPLE"/01-wire.txt && sayso actor list | head -n 2 && sayso actor rename 1 'The Authority' | head -n 1
sayso audit 1 | head -n 1 | cut -c 1-7
