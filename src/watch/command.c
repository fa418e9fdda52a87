/* sayso watch: its verbs. */
#include "watch/watch.h"

int command_watch(int argc, char **argv)
{
    static const Verb verbs[] = {{"add", "save a question: what comes in is matched against it", watch_run_add},
                                 {"list", "the watches that there are", watch_run_list},
                                 {"show", "one of them, and what it found last", watch_run_show},
                                 {"test", "what one would have found in the last month", watch_run_test},
                                 {"run", "follow feeds, match what comes in, tell what was found", watch_run_run},
                                 {"status", "how it stands: feeds, watches, who is told", watch_run_status},
                                 {"remove", "take watches away, with what they found", watch_run_remove},
                                 {"export", "print all as JSON Lines, for a file that a team keeps", watch_run_export},
                                 {"import", "take in those of such a file", watch_run_import}};
    return verb_run(verbs, COUNT(verbs), argc, argv);
}
