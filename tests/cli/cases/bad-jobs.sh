for n in 0 -1 1x 257 ""; do sayso read --jobs="$n" x; echo $?; done
