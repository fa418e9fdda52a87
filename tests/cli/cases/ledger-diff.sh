# needs model
page() { printf '<html><head><link rel="canonical" href="https://a.example/x"></head><body><article><p>%s</p><p>%s</p><p>%s</p></article></body></html>' "$@" > x.html; }
first='The harbour master, Ansel Threlk, said that the wall would hold until the spring tides had passed the port.'
second='Prime Minister Maud Ellersby denied that the government had known of the crack before the gales began.'
third='“Nobody will load a ship here before April,” the shipping agent Piet Marrowin told reporters on the quay.'
page "$first" "$second" "$third"; sayso add --quiet --ledger l --published 2026-03-01 x.html
page "$third" "$first" "Prime Minister Maud Ellersby confirmed that the government had known of the crack before the gales began."; sayso add --ledger l --published 2026-03-02 x.html
sayso diff --ledger l https://a.example/x
sayso diff --ledger l --all --format csv https://a.example/x | cut -d, -f1
sayso verify --ledger l
