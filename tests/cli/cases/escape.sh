# needs model
printf "\033[2J\033]0;x\007 \302\233 he said \342\200\256so.\n" > x; sayso read x > out; LC_ALL=C grep -c "[$(printf "\001-\011\013-\037\177")]" out; grep -c "$(printf "\342\200\256")" out; sayso read "$(printf "no\033[31m")"
