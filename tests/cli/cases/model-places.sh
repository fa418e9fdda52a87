mkdir -p far/bin; cp "$(readlink -f "$(command -v sayso)")" far/bin/sayso; env -u SAYSO_MODEL far/bin/sayso read x
