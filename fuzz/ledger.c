/* A ledger that a disk, or somebody, has damaged: it is asked, verified and rescued. Nothing leads out of bounds, every
 * sentence is UTF-8, and where verify finds no fault every answer is the one that was there before.
 *
 * The input is a list of changes of a small ledger that is made here, eight bytes each:
 *   u8 how · u8, u16 value · u32 place
 * how: 0 a byte, 1 two bytes, 2 a page becomes another's, 3 some bytes are 0. One that begins as SQLite's files do is a
 * ledger itself. */
#include <fcntl.h>
#include <unistd.h>

#include "fuzz.h"
#include "ledger/ledger.h"

#define PAGE 4096u

static const char *const texts[] = {
    "PORT VELLAN, March 3 (Meridian) \xe2\x80\x94 Minister Dorrit Haleko said on Tuesday that the dredger left its "
    "mooring on nine of the 212 days.\n"
    "\xe2\x80\x9cThe cranes were never inspected by anybody before the storm came down,\xe2\x80\x9d Ansel Threlk told "
    "reporters.\n",
    "The Gazette reported that Minister Dorrit Haleko had said that the dredger left its mooring on nine of the 212 "
    "days.\n"
    "Haleko denied that the audit was lost. Two officials, who asked not to be named, told Senator Rufus Quennerby "
    "that it was.\n",
    "Minister Dorrit Haleko told Senator Rufus Quennerby on Friday that the audit was found.\n"};

static char path[64], name_of_files[4][80];
static uint8_t *whole, *bytes;
static size_t whole_size;
static uint64_t right;
static Arena arena;

static void add_text(Ledger *ledger, sayso_session *session, size_t i)
{
    sayso_document *document;
    Draft *draft;
    LedgerAdded added;
    Arena scratch;
    char label[20], url[60];
    arena_init(&scratch, &libc_allocator, (size_t)1 << 30);
    (void)snprintf(label, sizeof label, "article-%zu", i);
    (void)snprintf(url, sizeof url, "https://gazette.example/%zu", i / 2);
    const sayso_article in = {.size = sizeof in, .bytes = text_literal(texts[i]), .id = text_literal(label)};
    PROPERTY(!sayso_analyse(session, &in, &document, NULL));
    const Report report = {.document = document,
                           .label = in.id,
                           .url = text_literal(url),
                           .outlet = text_literal("The Gazette"),
                           .published = text_literal("2026-03-03"),
                           .program = text_literal("sayso"),
                           .model = text_literal("fuzz"),
                           .format = 2};
    PROPERTY(!ledger_draft(&report, &scratch, &draft, NULL));
    PROPERTY(!ledger_add(ledger, draft, &scratch, &added, NULL));
    sayso_document_free(document);
    arena_free(&scratch);
}

static void write_file(const uint8_t *data, size_t size)
{
    for (size_t i = 1; i < COUNT(name_of_files); i++) (void)unlink(name_of_files[i]);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    PROPERTY(file >= 0 && write(file, data, size) == (ssize_t)size && !close(file));
}

static void read_file(void)
{
    FILE *file = fopen(path, "rb");
    PROPERTY(file && !fseek(file, 0, SEEK_END));
    whole_size = (size_t)ftell(file);
    rewind(file);
    whole = malloc(whole_size);
    bytes = malloc(whole_size);
    PROPERTY(whole && bytes && fread(whole, 1, whole_size, file) == whole_size);
    fclose(file);
}

static void clear(void)
{
    for (size_t i = 0; i < COUNT(name_of_files); i++) (void)unlink(name_of_files[i]);
}

/* ---- what is asked ---- */

static void check_error(Status status, const Error *error)
{
    PROPERTY(status == SAYSO_ERROR_IO || status == SAYSO_ERROR_ARGUMENT || status == SAYSO_ERROR_MEMORY);
    PROPERTY(error->message[0] && utf8_valid(text_literal(error->message), NULL));
}

static uint64_t mix(uint64_t hash, Text text)
{
    PROPERTY(utf8_valid(text, NULL));
    return hash_bytes(text.data, text.size, hash);
}

static uint64_t mix_statement(uint64_t hash, const Statement *s)
{
    const Text all[] = {s->source, s->cue,    s->content, s->who, s->whom,      s->through, s->country,
                        s->label,  s->outlet, s->title,   s->url, s->published, s->day,     s->reported_by};
    for (size_t i = 0; i < COUNT(all); i++) hash = mix(hash, all[i]);
    hash = hash_mix(hash ^ (uint64_t)s->article << 20 ^ s->number ^ (uint64_t)s->claim << 40);
    return hash_mix(hash ^ (uint64_t)s->a.act ^ (uint64_t)s->a.kind << 8 ^ (uint64_t)s->actor << 16);
}

static uint64_t mix_statements(uint64_t hash, const Statements *all)
{
    for (uint32_t i = 0; i < all->count; i++) hash = mix_statement(hash, &all->items[i]);
    return hash_mix(hash ^ all->all);
}

static Status take(void *context, const Statement *statement, const Statement *origin, const Related *related,
                   uint32_t count, Error *error)
{
    uint64_t *hash = context;
    (void)error;
    *hash = mix_statement(*hash, statement);
    if (origin) *hash = mix_statement(*hash, origin);
    for (uint32_t i = 0; i < count; i++) *hash = hash_mix(*hash ^ (uint64_t)related[i].claim);
    return SAYSO_OK;
}

/* A hash of every answer, or of its failing. */
static uint64_t ask(Ledger *ledger)
{
    uint64_t hash = 0;
    const Scope scope = {0};
    Error error;
    WhoAnswer who;
    AboutAnswer about;
    TalksAnswer talks;
    StatsAnswer stats;
    Status status = ledger_who(ledger, "Haleko", &scope, &arena, &who, &error);
    for (uint32_t i = 0; !status && i < who.actors.count; i++)
        hash = mix_statements(mix(hash, who.actors.items[i].name), &who.said[i]);
    if (status) check_error(status, &error);
    hash = hash_mix(hash ^ status);
    arena_reset(&arena);
    if ((status = ledger_about(ledger, "dredger", &scope, &arena, &about, &error))) check_error(status, &error);
    for (uint32_t i = 0; !status && i < about.count; i++)
        hash = mix_statements(mix(hash, about.items[i].claim.text), &about.items[i].statements);
    hash = hash_mix(hash ^ status);
    arena_reset(&arena);
    if ((status = ledger_talks(ledger, NULL, &scope, &arena, &talks, &error))) check_error(status, &error);
    for (uint32_t i = 0; !status && i < talks.count; i++)
        hash = mix(mix(hash, talks.items[i].from.name), talks.items[i].words);
    hash = hash_mix(hash ^ status);
    arena_reset(&arena);
    if ((status = ledger_stats(ledger, &scope, &arena, &stats, &error))) check_error(status, &error);
    if (!status)
        hash = hash_mix(hash ^ stats.articles ^ stats.attributions << 8 ^ stats.claims << 16 ^ stats.words << 32);
    for (uint32_t i = 0; !status && i < stats.source_count; i++) hash = mix(hash, stats.sources[i].name);
    arena_reset(&arena);
    for (int64_t id = 1; id <= (int64_t)COUNT(texts); id++) {
        KeptArticle kept;
        AuditAnswer audit;
        if ((status = ledger_article(ledger, id, &arena, &kept, &error))) check_error(status, &error);
        hash = status ? hash_mix(hash ^ status) : mix(mix(mix(hash, kept.text), kept.label), kept.added);
        if ((status = ledger_audit(ledger, id, &arena, &audit, &error))) check_error(status, &error);
        hash = status ? hash_mix(hash ^ status) : hash_mix(hash ^ audit.statements ^ (uint64_t)audit.copied_count << 8);
        arena_reset(&arena);
    }
    if ((status = ledger_export_statements(ledger, false, &arena, take, &hash, &error))) check_error(status, &error);
    arena_reset(&arena);
    return hash_mix(hash ^ status);
}

static void tell(void *context, int64_t article, const char *sentence)
{
    (void)article;
    PROPERTY(*sentence && utf8_valid(text_literal(sentence), NULL));
    ++*(uint64_t *)context;
}

/* Whether verify lets it pass. */
static bool ask_all(uint64_t *hash)
{
    Ledger *ledger;
    Error error;
    LedgerProof proof = {0};
    uint64_t told = 0;
    Status status = ledger_open(path, LEDGER_LOOK, 0, &ledger, &error);
    if (status) {
        check_error(status, &error);
        return false;
    }
    *hash = ask(ledger);
    if ((status = ledger_verify(ledger, tell, NULL, &told, &proof, &error))) check_error(status, &error);
    PROPERTY(status || told == proof.faults);
    ledger_close(ledger);
    return !status && !proof.faults;
}

static void rescue(void)
{
    Salvage *salvage;
    Error error;
    Decision *decisions;
    uint32_t count, lost;
    Status status = salvage_open(path, &salvage, &error);
    if (status) {
        check_error(status, &error);
        return;
    }
    for (uint32_t i = 0; i < salvage_articles(salvage); i++) {
        Salvaged a;
        PROPERTY(!salvage_article(salvage, i, &arena, &a, &error));
        const Text all[] = {a.label,  a.url,       a.title, a.outlet, a.country,
                            a.byline, a.published, a.added, a.text,   a.identity};
        for (size_t k = 0; k < COUNT(all); k++) PROPERTY(utf8_valid(all[k], NULL));
        PROPERTY(a.id > 0 && a.id <= salvage_last(salvage));
        arena_reset(&arena);
    }
    int64_t after = 0, first, last;
    for (int i = 0; i < 1000 && salvage_gap(salvage, &after, &first, &last); i++)
        PROPERTY(first <= last && last <= after);
    PROPERTY(!salvage_decisions(salvage, &arena, &decisions, &count, &lost, &error));
    arena_reset(&arena);
    salvage_close(salvage);
}

/* ---- the target ---- */

static void start(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    sayso_engine *engine;
    sayso_session *session;
    Ledger *ledger;
    if (whole) return;
    const sayso_engine_options options = {.size = sizeof options, .model_path = fuzz_model_path()};
    const sayso_session_options usual = {.size = sizeof usual};
    (void)snprintf(path, sizeof path, "/tmp/sayso-fuzz-%ld.db", (long)getpid());
    for (size_t i = 0; i < COUNT(ends); i++)
        (void)snprintf(name_of_files[i], sizeof name_of_files[i], "%s%s", path, ends[i]);
    arena_init(&arena, &libc_allocator, (size_t)1 << 30);
    clear();
    PROPERTY(!atexit(clear));
    PROPERTY(!sayso_engine_open(&options, &engine, NULL) && !sayso_session_open(engine, &usual, &session, NULL));
    PROPERTY(!ledger_open(path, LEDGER_KEEP, 0, &ledger, NULL));
    for (size_t i = 0; i < COUNT(texts); i++) add_text(ledger, session, i);
    ledger_close(ledger);
    sayso_session_close(session);
    sayso_engine_close(engine);
    read_file();
    PROPERTY(ask_all(&right));
}

static void change(const uint8_t *record)
{
    uint32_t place, pages = (uint32_t)(whole_size / PAGE);
    memcpy(&place, record + 4, 4);
    size_t at = place % whole_size, most = whole_size - at < 64 ? whole_size - at : 64;
    switch (record[0] % 4) {
    case 0:
        bytes[at] ^= record[1];
        break;
    case 1:
        memcpy(bytes + at, record + 2, most < 2 ? most : 2);
        break;
    case 2:
        memmove(bytes + (size_t)(place % pages) * PAGE,
                bytes + ((size_t)record[2] | (size_t)record[3] << 8) % pages * PAGE, PAGE);
        break;
    default:
        memset(bytes + at, 0, record[1] < most ? record[1] : most);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t hash = 0;
    start();
    bool own = size >= 100 && !memcmp(data, "SQLite format 3", 16);
    memcpy(bytes, whole, whole_size);
    for (size_t at = 0; !own && at + 8 <= size && at < 64; at += 8) change(data + at);
    write_file(own ? data : bytes, own ? size : whole_size);
    bool passes = ask_all(&hash);
    PROPERTY(own || !passes || hash == right);
    rescue();
    return 0;
}
