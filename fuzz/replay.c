/* A main for compilers without libFuzzer: runs the target once on each file, and on each file of each folder, named on
 * the command line. Options of libFuzzer are passed over. */
#include <dirent.h>

#include "fuzz.h"

static size_t replayed;

static void replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    PROPERTY(file);
    static char bytes[1 << 20];
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    uint8_t *data = malloc(size ? size : 1); /* alone on the heap, so that a step over its end is seen */
    PROPERTY(data);
    memcpy(data, bytes, size);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    replayed++;
}

static void replay_folder(DIR *folder, const char *path)
{
    for (struct dirent *entry; (entry = readdir(folder));) {
        char name[4096];
        if (entry->d_name[0] == '.') continue;
        PROPERTY(snprintf(name, sizeof name, "%s/%s", path, entry->d_name) < (int)sizeof name);
        replay(name);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-') continue;
        DIR *folder = opendir(argv[i]);
        if (folder)
            replay_folder(folder, argv[i]);
        else
            replay(argv[i]);
        if (folder) closedir(folder);
    }
    printf("%zu inputs\n", replayed);
    return replayed ? 0 : 77;
}
