for n in 0 2G 8T x 8MM 99999999999999999999 ""; do sayso read --max-article="$n" x; echo $?; done
