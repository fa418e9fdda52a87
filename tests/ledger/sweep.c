/* Memory that runs out at any moment: whatever is done to a ledger or asked of it then fails with a status and a sentence, and
 * leaves the ledger as it was. SQLite's allocations fail one by one, and those of the caller's arenas: the first ones all, the
 * later ones more and more seldom, ten times as many with SAYSO_LONG=1. */
#include "unit.h"

#include <sqlite3.h>

#include "ledger/picture.h"

#define HALEKO "Dorrit Haleko"
#define THRELK "Ansel Threlk"
#define DREDGER "that the dredger left its mooring on nine of the 212 days"
#define CRANES "“the cranes were never inspected by anybody before the storm came down”"
#define PROSE                                                                                                          \
    "Rain fell on Greyling all week and the clerks of the port counted gulls for want of ships to count while nobody in the" \
    " taverns of the northern quay could remember a colder winter or a longer strike or so many lamps lit before noon"

/* ---- SQLite's allocations ---- */

static struct {
    sqlite3_mem_methods own;
    size_t calls, fail_at; /* 0: never */
} memory;

static bool fails(void) { return ++memory.calls == memory.fail_at; }
static void *take(int size) { return fails() ? NULL : memory.own.xMalloc(size); }
static void *take_again(void *p, int size) { return fails() ? NULL : memory.own.xRealloc(p, size); }

static void interpose(void)
{
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.own), SQLITE_OK);
    sqlite3_mem_methods methods = memory.own;
    methods.xMalloc = take;
    methods.xRealloc = take_again;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK); /* each is one of ours */
}

/* ---- what is done ---- */

static char path[64];

typedef struct Try {
    Ledger *ledger;
    Arena *arena, *scratch;
    const Draft *draft;
    Error error;
} Try;

static Draft *draft_new, *draft_first; /* made beforehand */
static Decision wish;
static int64_t claim_of_first;

static Status do_add(Try *t)
{
    LedgerAdded added;
    return ledger_add(t->ledger, draft_new, t->scratch, &added, &t->error);
}

static Status do_replace(Try *t) { return ledger_replace(t->ledger, 1, draft_first, t->scratch, &t->error); }

static Status do_remove(Try *t)
{
    LedgerRemoved gone;
    return ledger_remove(t->ledger, 1, t->scratch, &gone, &t->error);
}

static Status do_fix(Try *t)
{
    int64_t id;
    return ledger_fix(t->ledger, 1, 1, "who", THRELK, &id, &t->error);
}

static Status do_drop(Try *t)
{
    int64_t id;
    return ledger_drop(t->ledger, 1, 1, &id, &t->error);
}

static Status do_join(Try *t)
{
    int64_t id;
    return ledger_join(t->ledger, 2, 2, claim_of_first, &id, &t->error);
}

static Status do_part(Try *t)
{
    int64_t id;
    return ledger_part(t->ledger, 2, 1, claim_of_first, &id, &t->error);
}

static Status do_undo(Try *t) { return ledger_undo(t->ledger, 1, &t->error); }

static Status do_decide(Try *t)
{
    int64_t id;
    return ledger_decide(t->ledger, &wish, t->arena, &id, &t->error);
}

static Status do_merge(Try *t)
{
    int64_t id;
    return ledger_merge(t->ledger, 1, 2, &id, &t->error);
}

static Status do_audit_draft(Try *t)
{
    AuditAnswer a;
    return ledger_audit_draft(t->ledger, draft_new, t->arena, &a, &t->error);
}

static Status ask_who(Try *t)
{
    WhoAnswer a;
    return ledger_who(t->ledger, "haleko", &(Scope){0}, t->arena, &a, &t->error);
}

static Status ask_about(Try *t)
{
    AboutAnswer a;
    return ledger_about(t->ledger, "dredger", &(Scope){.by = "Haleko"}, t->arena, &a, &t->error);
}

static Status ask_claim(Try *t)
{
    ClaimAnswer a;
    return ledger_claim(t->ledger, claim_of_first, &(Scope){0}, t->arena, &a, &t->error);
}

static Status ask_talks(Try *t)
{
    TalksAnswer a;
    return ledger_talks(t->ledger, NULL, &(Scope){0}, t->arena, &a, &t->error);
}

static Status ask_audit(Try *t)
{
    AuditAnswer a;
    return ledger_audit(t->ledger, 2, t->arena, &a, &t->error);
}

static Status ask_decisions(Try *t)
{
    Decision *all;
    uint32_t count;
    return ledger_decisions(t->ledger, true, t->arena, &all, &count, &t->error);
}

static Status ask_deeds(Try *t)
{
    DeedsAnswer a;
    const DeedScope which = {.about = "endorsed", .who = "haleko"};
    return ledger_deeds(t->ledger, &which, &(Scope){.order = ORDER_DATE}, t->arena, &a, &t->error);
}

static Status ask_deed(Try *t)
{
    Deed a;
    return ledger_deed(t->ledger, 1, 1, &(Scope){0}, t->arena, &a, &t->error);
}

static Status ask_doings(Try *t)
{
    DoingsAnswer a;
    return ledger_doings(t->ledger, "haleko", &(Scope){0}, t->arena, &a, &t->error);
}

static Status take_one(void *context, const Statement *s, const Statement *origin, const Related *related, uint32_t count,
                       Error *error)
{
    (void)context, (void)s, (void)origin, (void)related, (void)count, (void)error;
    return SAYSO_OK;
}

static Status ask_export(Try *t)
{
    return ledger_export_statements(t->ledger, true, t->arena, take_one, NULL, &t->error);
}

typedef struct Act {
    const char *name;
    Status (*act)(Try *t);
} Act;

static const Act acts[] = {
    {"add", do_add},       {"replace", do_replace},     {"remove", do_remove}, {"fix", do_fix},     {"drop", do_drop},
    {"join", do_join},     {"part", do_part},           {"undo", do_undo},     {"decide", do_decide}, {"merge", do_merge},
    {"audit a draft", do_audit_draft}, {"who", ask_who}, {"about", ask_about}, {"claim", ask_claim}, {"talks", ask_talks},
    {"audit", ask_audit},  {"decisions", ask_decisions}, {"export", ask_export},
    {"deeds", ask_deeds},  {"deed", ask_deed},          {"doings", ask_doings},
};

/* ---- the sweep ---- */

static char *whole;
static size_t whole_size;

static void lay_file(const char *data, size_t size)
{
    hand_unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static char *read_all(const char *from, size_t *size)
{
    FILE *file = fopen(from, "rb");
    assert_non_null(file);
    char *data = malloc(4u << 20);
    assert_non_null(data);
    *size = fread(data, 1, 4u << 20, file);
    fclose(file);
    return data;
}

static size_t next_of(size_t n)
{
    const char *lengthy = getenv("SAYSO_LONG");
    return n + 1 + n / (lengthy && *lengthy == '1' ? 60 : 6);
}

static void told(const Act *act, size_t n, Status status, const Try *t)
{
    bool good = (status == SAYSO_ERROR_MEMORY || status == SAYSO_ERROR_IO) && *t->error.message;
    if (!good) print_error("%s, allocation %zu: status %d, '%s'\n", act->name, n, (int)status, t->error.message);
    assert_true(good);
}

/* After a failure the same handle goes on, and nothing of it is there; a second try does it. SQLite 3.40's full-text index may
 * need one more where its memory ran out: it says once that it is damaged, and is not. */
static void is_as_it_was(const Act *act, size_t n, Try *t, Text before)
{
    Text after = picture(t->ledger, t->scratch);
    if (!text_equal(before, after)) print_error("%s, allocation %zu, leaves a trace\n", act->name, n);
    same_picture(before, after);
    Status status = act->act(t);
    if (status == SAYSO_ERROR_IO && strstr(t->error.message, "is damaged")) status = act->act(t);
    if (status) print_error("%s, after allocation %zu: %s\n", act->name, n, t->error.message);
    assert_int_equal(status, SAYSO_OK);
    hand_prove(t->ledger);
}

static void sqlite_runs_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(acts); i++) {
        bool reached = true;
        size_t tried = 0;
        for (size_t n = 1; reached; n = next_of(n)) {
            Arena arena, scratch;
            arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
            arena_init(&scratch, &libc_allocator, SIZE_MAX / 2);
            lay_file(whole, whole_size);
            Try t = {.ledger = hand_ledger(path, LEDGER_KEEP), .arena = &arena, .scratch = &scratch};
            Text before = picture(t.ledger, &scratch);
            memory.calls = 0;
            memory.fail_at = n;
            Status status = acts[i].act(&t);
            reached = memory.calls >= n;
            memory.fail_at = 0;
            tried += reached;
            if (status) {
                told(&acts[i], n, status, &t);
                is_as_it_was(&acts[i], n, &t, before);
            }
            ledger_close(t.ledger);
            arena_free(&arena);
            arena_free(&scratch);
        }
        assert_true(tried > 3);
    }
}

static void arenas_run_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(acts); i++) {
        bool reached = true;
        for (size_t n = 1; reached; n = next_of(n)) {
            Arena arena, scratch, sound;
            UnitMemory own = {.fail_at = 0};
            sayso_allocator allocator = {unit_resize, &own};
            arena_init(&arena, &allocator, SIZE_MAX / 2);
            arena_init(&scratch, &allocator, SIZE_MAX / 2);
            arena_init(&sound, &libc_allocator, SIZE_MAX / 2);
            lay_file(whole, whole_size);
            Try t = {.ledger = hand_ledger(path, LEDGER_KEEP), .arena = &arena, .scratch = &scratch};
            Text before = picture(t.ledger, &sound);
            own.fail_at = n;
            Status status = acts[i].act(&t);
            reached = own.calls >= n;
            own.fail_at = 0;
            if (status) {
                assert_int_equal(status, SAYSO_ERROR_MEMORY);
                t.arena = t.scratch = &sound;
                is_as_it_was(&acts[i], n, &t, before);
            } else if (reached) {
                print_error("%s succeeds without its arena's allocation %zu\n", acts[i].name, n);
                assert_true(false);
            }
            ledger_close(t.ledger);
            arena_free(&arena);
            arena_free(&scratch);
            arena_free(&sound);
            assert_int_equal(own.live, 0);
        }
    }
}

static void upgrade_runs_out(const char *format, int64_t attributions)
{
    size_t size;
    char *old = read_all(unit_path(format), &size);
    bool reached = true;
    for (size_t n = 1; reached; n = next_of(n)) {
        Ledger *ledger;
        Error error = {.message = ""};
        lay_file(old, size);
        memory.calls = 0;
        memory.fail_at = n;
        Status status = ledger_open(path, n % 2 ? LEDGER_KEEP : LEDGER_ASK, 100, &ledger, &error);
        reached = memory.calls >= n;
        memory.fail_at = 0;
        if (status) {
            assert_true((status == SAYSO_ERROR_MEMORY || status == SAYSO_ERROR_IO) && *error.message);
            assert_null(ledger);
            ledger = hand_ledger(path, LEDGER_KEEP);
            /* it was of the old format still, or was brought up and could not be opened again to be asked */
            assert_true(ledger_told(ledger) || n % 2 == 0);
        }
        assert_int_equal(hand_number_of(ledger, "SELECT count(*) FROM attribution", 0, 0), attributions);
        if (status || n % 5 == 0) hand_prove(ledger);
        ledger_close(ledger);
    }
    free(old);
}

static void an_upgrade_runs_out(void **state)
{
    (void)state;
    upgrade_runs_out("SAYSO_FORMAT1", 235);
    upgrade_runs_out("SAYSO_FORMAT2", 230);
    upgrade_runs_out("SAYSO_FORMAT3", 230);
}

/* ---- what they are done to ---- */

static int fill(void **state)
{
    (void)state;
    static Book h;
    static const HandSaid first[] = {{.name = HALEKO, .content = DREDGER, .to = THRELK, .via = "Lantern Post"},
                                     {.name = THRELK, .content = CRANES},
                                     {.source = "an official", .kind = SAYSO_KIND_UNNAMED, .content = "that the levy had doubled since 2019"},
                                     {.name = HALEKO, .other = THRELK, .content = "her record", .topic = true}};
    static const HandSaid second[] = {{.name = "Linnet Abaroa", .content = DREDGER, .act = SAYSO_ACT_CONFIRM},
                                      {.name = "D. Haleko", .content = "that “the cranes were never inspected by anybody” in Greyling"}};
    static const HandSaid third[] = {{.name = HALEKO, .content = CRANES}, {.name = "Quill Haleko", .content = DREDGER, .negated = true},
                                     {.name = HALEKO, .content = "that prices of salt doubled in nine of the villages", .to = THRELK}};
    static const HandDeed deed[] = {{SAYSO_EVENT_SUPPORT, SAYSO_STATUS_ASSERTED, HALEKO, THRELK, NULL, "she endorsed him on Tuesday",
                                     "endorsed", NULL, "2026-03-03", "Greyling", 0},
                                    {SAYSO_EVENT_SUPPORT, SAYSO_STATUS_REPORTED, HALEKO, THRELK, NULL, "the dredger left its mooring",
                                     "left", NULL, "2026-03-04", NULL, 1}};
    HandArticle a = {.label = "a", .outlet = "Meridian", .url = "https://m.example/1", .said = first, .count = 4, .before = PROSE,
                     .deeds = deed, .deed_count = 2};
    HandArticle b = {.label = "b", .outlet = "Northlight", .said = second, .count = 2, .before = PROSE " and fog", .deeds = deed,
                     .deed_count = 1};
    HandArticle c = {.label = "c", .outlet = "Lantern", .url = "https://m.example/1", .said = third, .count = 3,
                     .before = PROSE " and snow", .deeds = deed, .deed_count = 1};
    hand_open(&h);
    assert_int_equal(hand_add(&h, &a), 1);
    assert_int_equal(hand_add(&h, &b), 2);
    claim_of_first = hand_claim(&h, 1, 1);
    int64_t id;
    Decision *all;
    uint32_t count;
    assert_int_equal(ledger_fix(h.ledger, 1, 3, "act", "deny", &id, NULL), SAYSO_OK);
    assert_int_equal(id, 1);
    assert_int_equal(ledger_fix(h.ledger, 2, 2, "negated", "true", &id, NULL), SAYSO_OK);
    assert_int_equal(ledger_decisions(h.ledger, false, &h.arena, &all, &count, NULL), SAYSO_OK);
    wish = all[1];
    assert_int_equal(ledger_undo(h.ledger, id, NULL), SAYSO_OK);
    wish.made = text_literal("2026-01-01T00:00:00Z"); /* another than the one that was taken back */
    draft_new = hand_draft(&h, &c);
    draft_first = hand_draft(&h, &a);
    ledger_close(h.ledger);
    whole = read_all(h.path, &whole_size);
    snprintf(path, sizeof path, "%s-x", h.path);
    hand_unlink(h.path);
    return 0;
}

static int done(void **state)
{
    (void)state;
    hand_unlink(path);
    free(whole);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arenas_run_out),
        cmocka_unit_test(sqlite_runs_out),
        cmocka_unit_test(an_upgrade_runs_out),
    };
    interpose();
    return cmocka_run_group_tests(tests, fill, done);
}
