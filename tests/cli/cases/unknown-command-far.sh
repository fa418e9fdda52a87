sayso frobnicate
