# needs model
# Folders in a folder: passed over with a word, or read; what is hidden and links to folders are not.
mkdir -p d/b/deep d/c d/.hidden
for n in a.txt b/2.txt b/deep/3.txt z.txt .hidden/no.txt; do echo "The union said no." > d/$n; done
ln -s ../d d/c/circle
list() { sayso read --format jsonl "$@" | sed 's/.*"article":{"id":"\([^"]*\)".*/\1/'; }
list d; echo $?
list --quiet d
list -r d
list --recursive d/c; list d/b/deep d/c
