/* What the sandbox leaves of the ledger's place: its own files where all of them are there, else its folder. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/read/read.h"

bool beside_of(Ledger *ledger, SandboxNeeds *needs, Beside *out)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char *path = realpath(ledger_place(ledger), NULL), *slash = path ? strrchr(path, '/') : NULL;
    bool fits = slash && strlen(path) + 10 < sizeof out->folder;
    bool all = fits && ledger_makes_files(ledger);
    if (fits) {
        (void)snprintf(out->folder, sizeof out->folder, "%.*s", (int)(slash == path ? 1 : slash - path), path);
        for (size_t i = 0; i < COUNT(ends); i++)
            (void)snprintf(out->files[i], sizeof out->files[i], "%s%s", path, ends[i]);
        for (size_t i = 0; i < COUNT(ends); i++) needs->files[i] = out->files[i];
        needs->emptied = out->folder;
        needs->folders[0] = all ? out->folder : NULL;
    }
    free(path);
    return fits;
}
