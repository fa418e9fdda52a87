# needs model
# A file of the kernel that has nothing now is not waited for. Where it may not be opened, that is said.
timeout 20 sayso read /proc/kmsg >out 2>err; echo $?
grep -cE "nothing comes from it|may not be opened|no such file|not permitted|is no text|control" err
