for c in read dump model; do for o in --help --usage -V; do sayso $c $o > /dev/full; echo $?; done; done
