for n in 1.1 2 -1 x .5 0. "" 0.5x 1.0000000001; do sayso read --min-confidence="$n" x; echo $?; done
