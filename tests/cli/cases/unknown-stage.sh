sayso dump --stage=tokens x
