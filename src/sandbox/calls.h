/* calls: the filters of system calls. Within this folder. */
#ifndef SAYSO_SANDBOX_CALLS_H
#define SAYSO_SANDBOX_CALLS_H

#include "sandbox/sandbox.h"

typedef enum Calls { CALLS_PROGRAM, CALLS_READER, CALLS_CHILD, CALLS_KINDS } Calls;
/* Made before they are used: afterwards that takes system calls alone. false: one is too long. */
bool calls_make(bool network, bool programs);
bool calls_confine(Calls kind); /* false: refused. Nothing happens where no filters are made or the kernel has none */
bool calls_are_here(void);

#endif
