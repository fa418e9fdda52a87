# needs model
printf "\357\273\277date 2026-03-07 One.\r\n\r\nTwo.\r\n" > x; sayso read --format=jsonl x | sed "s/\"attributions.*//"; sayso dump --stage=token x | grep paragraph | cut -f1,2 | head -2
