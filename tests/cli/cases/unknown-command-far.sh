sayso frobnicate
sayso foo
