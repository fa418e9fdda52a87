/* Keys: who may read where that is not open, who may write. sayso key add, list, remove. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "serve/serve.h"

#define KEY_BYTES 32u
#define HASH_BYTES 32u
#define HASH_ROOM KEY_HASH_ROOM
_Static_assert(HASH_ROOM == 2 * HASH_BYTES + 1, "a hash in hexadecimal");
static const char prefix[] = "sayso_";

static const char *const rights[] = {[MAY_NOTHING] = "nothing", [MAY_READ] = "read", [MAY_WRITE] = "write"};

void key_hash(const char *key, char out[KEY_HASH_ROOM])
{
    uint8_t hash[HASH_BYTES];
    (void)crypto_generichash(hash, sizeof hash, (const uint8_t *)key, strlen(key), NULL, 0);
    (void)sodium_bin2hex(out, HASH_ROOM, hash, sizeof hash);
}

/* ---- the file ---- */

static char *path_of(const char *ledger)
{
    char *path = NULL;
    return asprintf(&path, "%s.keys", ledger) < 0 ? NULL : path;
}

static const char *member(const json_t *key, const char *name)
{
    const char *value = json_string_value(json_object_get(key, name));
    return value ? value : "";
}

static May right_of(const json_t *key)
{
    const char *may = member(key, "may");
    return !strcmp(may, rights[MAY_READ]) ? MAY_READ : !strcmp(may, rights[MAY_WRITE]) ? MAY_WRITE : MAY_NOTHING;
}

/* A key's line that we can tell the meaning of: another, of a later version perhaps, opens nothing. */
static bool is_key(const json_t *key)
{
    return *member(key, "name") && strlen(member(key, "hash")) == HASH_ROOM - 1 && right_of(key) != MAY_NOTHING;
}

/* All keys, as an array of objects; an empty one where there is no file. *bad: the first line that is no key, 0: none.
 */
static json_t *keys_read(int fd, unsigned *bad)
{
    json_t *all = json_array(), *one;
    FILE *from = fd < 0 ? NULL : fdopen(dup(fd), "r");
    char *line = NULL;
    size_t room = 0;
    *bad = 0;
    if (!from) return all;
    rewind(from);
    for (unsigned number = 1; getline(&line, &room, from) > 0; number++) {
        one = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        if (is_key(one))
            json_array_append(all, one);
        else if (!*bad)
            *bad = number;
        json_decref(one);
    }
    free(line);
    (void)fclose(from);
    return all;
}

static void tell_bad(const char *path, unsigned line)
{
    char sentence[120];
    (void)snprintf(sentence, sizeof sentence, "line %u is no key that this version knows, and opens nothing", line);
    complain(path, sentence);
}

/* Opened under a lock; another may have put a new file in its place meanwhile, and then it is opened again. */
static int open_locked(const char *path)
{
    for (;;) {
        struct stat mine, there;
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0 || flock(fd, LOCK_EX) || fstat(fd, &mine)) return fd;
        if (!stat(path, &there) && there.st_ino == mine.st_ino && there.st_dev == mine.st_dev) return fd;
        (void)close(fd);
    }
}

static bool write_all(const char *path, const json_t *all)
{
    size_t i;
    json_t *key;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *to = fd < 0 ? NULL : fdopen(fd, "w");
    if (!to) return false;
    json_array_foreach(all, i, key)
    {
        (void)json_dumpf(key, to, JSON_COMPACT);
        putc('\n', to);
    }
    bool good = !fflush(to) && !fsync(fd);
    return !fclose(to) && good;
}

/* The new file takes the old one's place at once. */
static bool keys_write(const char *path, const json_t *all)
{
    char *beside = NULL;
    bool good = asprintf(&beside, "%s.new", path) >= 0 && write_all(beside, all) && !rename(beside, path);
    if (!good && beside) (void)unlink(beside);
    free(beside);
    return good;
}

/* ---- asking ---- */

/* The password of "Basic", in `out`. */
static bool password_of(const char *encoded, char out[256])
{
    size_t size;
    if (sodium_base642bin((uint8_t *)out, 255, encoded, strlen(encoded), NULL, &size, NULL,
                          sodium_base64_VARIANT_ORIGINAL))
        return false;
    out[size] = 0;
    const char *colon = strchr(out, ':');
    if (!colon) return false;
    memmove(out, colon + 1, strlen(colon));
    return true;
}

/* Every key is compared, and each in constant time: how long it takes tells nothing of any. */
static May find(const json_t *all, const char hash[KEY_HASH_ROOM])
{
    size_t i;
    const json_t *one;
    May may = MAY_NOTHING;
    json_array_foreach(all, i, one)
    {
        if (!sodium_memcmp(member(one, "hash"), hash, HASH_ROOM - 1)) may = right_of(one);
    }
    return may;
}

May key_hash_may(const char *ledger, const char hash[KEY_HASH_ROOM])
{
    unsigned bad;
    char *path = path_of(ledger);
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    json_t *all = fd < 0 ? NULL : keys_read(fd, &bad);
    May may = all ? find(all, hash) : MAY_NOTHING;
    json_decref(all);
    if (fd >= 0) (void)close(fd);
    free(path);
    return may;
}

bool key_hash_of(const char *authorization, bool basic, char hash[KEY_HASH_ROOM])
{
    char password[256];
    const char *key = NULL;
    if (authorization && !strncasecmp(authorization, "Bearer ", 7)) key = authorization + 7;
    if (authorization && basic && !strncasecmp(authorization, "Basic ", 6) && password_of(authorization + 6, password))
        key = password;
    if (key) key_hash(key, hash);
    sodium_memzero(password, sizeof password);
    return key != NULL;
}

void keys_check(const char *ledger)
{
    unsigned bad = 0;
    char *path = path_of(ledger);
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd >= 0) json_decref(keys_read(fd, &bad));
    if (fd >= 0) (void)close(fd);
    if (bad) tell_bad(path, bad);
    free(path);
}

/* ---- the command ---- */

enum { KEY_READ = 0x500, KEY_WRITE };

typedef struct Keeping {
    const char *ledger, *name;
    May may;
    bool json;
} Keeping;

static const struct argp_option options_of_add[] = {{"read", KEY_READ, NULL, 0, "it may read", 0},
                                                    {"write", KEY_WRITE, NULL, 0, "it may read and write", 0},
                                                    ASK_OPTIONS,
                                                    {0}};
static const struct argp_option options_of_others[] = {ASK_OPTIONS, {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Keeping *k = state->input;
    switch (key) {
    case KEY_READ:
        k->may = MAY_READ;
        return 0;
    case KEY_WRITE:
        k->may = MAY_WRITE;
        return 0;
    case KEY_LEDGER:
        k->ledger = argument;
        return 0;
    case KEY_WAIT:
        return 0;
    case ARGP_KEY_ARG:
        if (k->name) argp_error(state, "one key has one name");
        k->name = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_add(int key, char *argument, struct argp_state *state)
{
    const Keeping *k = state->input;
    if (key == ARGP_KEY_END && (!k->name || !*k->name))
        argp_error(state, "give the key a name, as in: sayso key add laptop --read");
    if (key == ARGP_KEY_END && !k->may) argp_error(state, "say what it may: --read or --write");
    return parse(key, argument, state);
}

static error_t parse_remove(int key, char *argument, struct argp_state *state)
{
    const Keeping *k = state->input;
    if (key == ARGP_KEY_END && !k->name) argp_error(state, "name a key, as 'sayso key list' prints it");
    return parse(key, argument, state);
}

static int failed(const char *path, const char *sentence)
{
    complain(path, sentence);
    return EXIT_UNREAD;
}

static size_t index_of(const json_t *all, const char *name)
{
    size_t i;
    const json_t *one;
    json_array_foreach(all, i, one) if (!strcmp(member(one, "name"), name)) return i;
    return SIZE_MAX;
}

static json_t *key_made(const Keeping *k, char key[80])
{
    uint8_t bytes[KEY_BYTES];
    char hash[HASH_ROOM], day[16];
    struct tm today;
    time_t moment = time(NULL);
    randombytes_buf(bytes, sizeof bytes);
    (void)strcpy(key, prefix);
    (void)sodium_bin2base64(key + sizeof prefix - 1, 80 - sizeof prefix, bytes, sizeof bytes,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    key_hash(key, hash);
    (void)strftime(day, sizeof day, "%Y-%m-%d", gmtime_r(&moment, &today));
    sodium_memzero(bytes, sizeof bytes);
    return json_pack("{ss ss ss ss}", "name", k->name, "may", rights[k->may], "made", day, "hash", hash);
}

static int change(const Keeping *k, const char *path, bool add)
{
    char key[80];
    unsigned bad;
    int fd = open_locked(path), code = EXIT_READ;
    if (fd < 0) return failed(path, reason(errno));
    json_t *all = keys_read(fd, &bad);
    size_t at = index_of(all, k->name);
    if (bad) tell_bad(path, bad);
    if (bad)
        code = failed(NULL, "the file of keys is left as it is; mend that line or take it out");
    else if (add && at != SIZE_MAX)
        code = failed(NULL, "there is a key of this name; 'sayso key remove' takes it away");
    else if (!add && at == SIZE_MAX)
        code = failed(NULL, "there is no key of this name; 'sayso key list' has all");
    else if (add ? json_array_append_new(all, key_made(k, key)) : json_array_remove(all, at))
        code = failed(NULL, "the name is no UTF-8, or memory ran out");
    else if (!keys_write(path, all))
        code = failed(path, reason(errno));
    if (!code && add) printf("%s\n", key);
    json_decref(all);
    (void)close(fd);
    return code;
}

static int list(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT) return failed(path, reason(errno));
    unsigned bad;
    json_t *all = keys_read(fd, &bad);
    size_t i;
    const json_t *one;
    json_array_foreach(all, i, one)
    {
        printf("%-6s %-10s ", member(one, "may"), member(one, "made"));
        put_safe(stdout, member(one, "name"));
        putchar('\n');
    }
    int code = json_array_size(all) && !bad ? EXIT_READ : EXIT_UNREAD;
    if (bad)
        tell_bad(path, bad);
    else if (code)
        puts("there is no key yet; 'sayso key add NAME --read' makes one");
    json_decref(all);
    if (fd >= 0) (void)close(fd);
    return code;
}

typedef enum Turn { TURN_ADD, TURN_LIST, TURN_REMOVE } Turn;

static int run(const struct argp *argp, Turn deed, int argc, char **argv)
{
    Keeping k = {.may = MAY_NOTHING};
    config_parse(argp, argc, argv, &k);
    char *ledger = ledger_path(k.ledger, false), *path = ledger ? path_of(ledger) : NULL;
    int code = !ledger ? EXIT_USAGE : !path || sodium_init() < 0 ? failed(NULL, "out of memory") : EXIT_READ;
    if (!code && deed != TURN_LIST && access(ledger, F_OK))
        code = failed(ledger, "there is no ledger here; 'sayso add' makes one");
    if (!code) code = deed == TURN_LIST ? list(path) : change(&k, path, deed == TURN_ADD);
    free(path);
    free(ledger);
    return code;
}

static int run_add(int argc, char **argv)
{
    static const struct argp argp = {
        options_of_add,
        parse_add,
        "NAME",
        "Makes a key for 'sayso serve' and prints it, this once: beside the ledger its hash alone is kept.",
        NULL,
        NULL,
        NULL};
    return run(&argp, TURN_ADD, argc, argv);
}

static int run_list(int argc, char **argv)
{
    static const struct argp argp = {
        options_of_others, parse, NULL, "Prints what each key may, its day and its name.", NULL, NULL, NULL};
    return run(&argp, TURN_LIST, argc, argv);
}

static int run_remove(int argc, char **argv)
{
    static const struct argp argp = {
        options_of_others, parse_remove, "NAME", "Takes a key away: it opens nothing any more.", NULL, NULL, NULL};
    return run(&argp, TURN_REMOVE, argc, argv);
}

int command_key(int argc, char **argv)
{
    static const Verb verbs[] = {{"add", "make one: NAME --read or --write", run_add},
                                 {"list", "those that there are", run_list},
                                 {"remove", "take one away", run_remove}};
    return verb_run(verbs, COUNT(verbs), argc, argv);
}
