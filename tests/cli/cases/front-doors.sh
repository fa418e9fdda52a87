r=$HERE/../..
"$r/run" --build x 2>/dev/null; echo $?; "$r/check" --long x 2>/dev/null; echo $?
"$r/bench/bench" --help; "$r/bench/bench" --frobnicate; echo $?; "$r/bench/bench" --texts; echo $?
bash -c '. "$1/tools/need.sh"; missing=(gcc meson); PATH=/nowhere; what_to_type' - "$r"
