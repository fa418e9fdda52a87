sayso read --model=nowhere - -; echo $?
sayso dump --stage=token - x -
