/* sandbox: parsing what anybody may have written needs little; from some moment on nothing more is allowed.
 *
 *   the program   starts no program but converters, writes nothing but what it names, has no network unless it fetches
 *    └ a reader   a thread that parses: writes nothing but nameless temporary files
 *    └ a child    a converter: what lies for all to read, its input, its output
 *
 * By Landlock (Linux 5.13: programs, writing; 6.7: TCP) and, on x86-64, arm64 and riscv64, a filter of system
 * calls (sockets, programs, other processes, what is the administrator's). Where the kernel has neither nothing is
 * confined, and sandbox_kinds says so. Nothing is taken back: what a thread starts has its rights. */
#ifndef SAYSO_SANDBOX_H
#define SAYSO_SANDBOX_H

#include "base/base.h"

#define SANDBOX_MOST 16u

typedef struct SandboxNeeds { /* what this run writes and starts. Texts are borrowed until sandbox_enter returns */
    bool off;                 /* nothing is confined, no reader and no child either */
    bool network;
    const char *folders[SANDBOX_MOST];  /* files may be made, written, renamed and removed below them; NULL: none */
    const char *files[SANDBOX_MOST];    /* these may be written; what is not there is no file */
    const char *emptied;                /* files may be removed from this folder, and those below it; NULL: none */
    const char *programs[SANDBOX_MOST]; /* by their names in PATH */
} SandboxNeeds;
/* This thread, and those that it starts from now on. SAYSO_ERROR_INTERNAL where what the kernel has refuses: then
 * nobody should read what anybody may have written. Once in a process. */
Status sandbox_enter(const SandboxNeeds *needs, Error *error);
/* Instead of it, before threads begin: the program keeps its rights, and each child from now on has few. false: no filter can
 * be made. */
bool sandbox_children(void);
/* A thread that parses, started after sandbox_enter. false: it is not confined as it should be. */
bool sandbox_reader(void);
/* In a child, between fork and exec: system calls alone. It may start `program` and read what lies in the system's
 * folders. */
bool sandbox_child(const char *program);
/* "Landlock 7, system calls": what confines here, or "none". In `out`, which is returned. */
const char *sandbox_kinds(char *out, size_t size);

#endif
