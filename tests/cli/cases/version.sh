for version in --version -V "read --version"; do
    sayso $version | sed "s/[0-9][0-9.]*/N/" | sed "s/^sandbox: .*/sandbox: WHAT IS HERE/"
done
sayso --version | tail -n 1 | grep -cxE "sandbox: (none|system calls|Landlock [0-9]+(, system calls)?)"
