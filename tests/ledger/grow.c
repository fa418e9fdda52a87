/* Adds made-up articles to a ledger, and says each when it is kept: for kill.py, which kills it, and to time adding.
 *
 *   grow LEDGER FIRST COUNT        "added ID" after each; article N is the same every time
 *   grow --time LEDGER FIRST COUNT every 500 articles: attributions, milliseconds of the processor an article
 *   grow --open LEDGER             opens it to keep, which brings one of format 1 up; "open"
 *   grow --verify LEDGER           "has ID" of each article, and what ledger_verify tells; ends with 1 where it does
 *
 * One in five repeats a passage of an earlier article; one in seven is the next revision of one with a URL. */
#include "unit.h"

#include <time.h>

#include "ledger/shelf.h"

static const char *const nouns[] = {
    "harbour",  "audit",    "dredger",   "ministry", "budget", "contract", "ferry",    "bridge",   "ledger", "invoice",
    "storm",    "quay",     "inspector", "committee", "strike", "tariff",   "lighthouse", "channel", "survey", "permit",
    "hospital", "school",   "railway",   "tunnel",   "market", "election", "ballot",   "treaty",   "border", "warehouse",
    "pipeline", "reservoir", "orchard",  "fishery",  "cannery", "museum",  "archive",  "court",    "verdict", "appeal",
    "pension",  "levy",     "subsidy",   "loan",     "bank",   "shipyard", "crane",    "anchor",   "pilot",  "tide",
    "village",  "council",  "parish",    "bishop",   "choir",  "festival", "regatta",  "vineyard", "mill",   "quarry"};
static const char *const verbs[] = {"inspect", "rebuild", "close",  "open",    "sell",   "buy",      "refuse",  "publish",
                                    "flood",   "repair",  "search", "finance", "delay",  "abandon",  "survey",  "move",
                                    "widen",   "deepen",  "cancel", "approve", "defend", "withdraw", "examine", "double"};
static const char *const places[] = {"Port Vellan", "Halmere", "Tolvany", "Greyling", "Saltmouth", "Oxmarsh", "Fennick"};
static const char *const given[] = {"Dorrit", "Ansel", "Ilsabet", "Conrad", "Linnet", "Rufus", "Hesper", "Maren", "Tobin",
                                    "Quill",  "Edda",  "Jorrit",  "Petra",  "Silas",  "Wenna", "Osric",  "Thea",  "Bram"};
static const char *const family[] = {"Haleko",  "Threlk", "Corvane", "Illery", "Abaroa",  "Quennerby", "Tarn",  "Oft",
                                     "Marlock", "Venn",   "Ashgrove", "Dunmore", "Sallow", "Pike",     "Rusk",  "Wray",
                                     "Ember",   "Lorne",  "Castell", "Holloway", "Fenn",   "Graves",   "Stroud", "Keel"};
static const char *const offices[] = {"Minister", "Commissioner", "Senator", "Mayor", "Captain", "Judge"};

#define PICK(list) ((list)[unit_below(seed, COUNT(list))])

#define STEP 500

typedef struct Page {
    char text[16384];
    size_t size;
} Page;

static void put(Page *p, const char *words)
{
    size_t n = strlen(words);
    if (p->size + n >= sizeof p->text) return;
    memcpy(p->text + p->size, words, n + 1);
    p->size += n;
}

static void put_clause(Page *p, uint64_t *seed)
{
    char clause[400];
    snprintf(clause, sizeof clause, "the %s %s near %s would %s %u of the %s %ss before the %s could %s the %s", PICK(nouns),
             PICK(nouns), PICK(places), PICK(verbs), 2 + unit_below(seed, 900), PICK(nouns), PICK(nouns), PICK(nouns),
             PICK(verbs), PICK(nouns));
    put(p, clause);
}

static void put_name(Page *p, uint64_t *seed)
{
    put(p, PICK(offices));
    put(p, " ");
    put(p, PICK(given));
    put(p, " ");
    put(p, PICK(family));
}

static void put_statement(Page *p, uint64_t *seed)
{
    static const char *const ends[] = {" said on Monday.", " said.", " told reporters.", " told the Harbour Gazette."};
    static const char *const cues[] = {" said that ", " told Tobin Venn that ", " denied that ", " confirmed that "};
    uint32_t way = unit_below(seed, 2);
    if (way == 0) {
        put(p, "“");
        put_clause(p, seed);
        put(p, ",” ");
        put_name(p, seed);
        put(p, PICK(ends));
    } else {
        put_name(p, seed);
        put(p, PICK(cues));
        put_clause(p, seed);
        put(p, ".");
    }
    put(p, unit_below(seed, 3) ? " " : "\n");
}

static void put_article(Page *p, uint64_t number, uint32_t statements)
{
    uint64_t own = number * 2654435761u + 88172645463325252u, *seed = &own;
    for (uint32_t i = 0; i < 8; i++) (void)unit_random(seed);
    for (uint32_t i = 0; i < statements; i++) put_statement(p, seed);
}

/* What a report is made of: its text, and its URL or "". */
static void make(uint64_t number, Page *page, char url[64])
{
    uint64_t own = number + 1, *seed = &own;
    for (uint32_t i = 0; i < 8; i++) (void)unit_random(seed);
    page->size = 0;
    *url = 0;
    put(page, "date 2026-03-06 ");
    if (number % 5 == 4) put_article(page, number - 1 - unit_below(seed, (uint32_t)(number < 50 ? number : 50)), 6);
    put_article(page, number, number % 5 == 4 ? 14 : 20);
    if (number % 7 == 3 || number % 7 == 5)
        snprintf(url, 64, "https://gazette.example/%llu", (unsigned long long)number / 7);
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* what others do on the machine is no cost of ours */
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

typedef struct Growth {
    Arena arena, scratch;
    double draft, add;
    size_t attributions;
} Growth;

static int64_t grow(Growth *g, Ledger *ledger, sayso_session *session, uint64_t number)
{
    Page page;
    char url[64], label[32];
    sayso_error error;
    sayso_document *document;
    Draft *draft;
    LedgerAdded added = {0};
    make(number, &page, url);
    snprintf(label, sizeof label, "article-%llu", (unsigned long long)number);
    sayso_article article = {.size = sizeof article, .bytes = {page.text, page.size}};
    if (sayso_analyse(session, &article, &document, &error)) die("analyse", &error);
    Report report = {.document = document, .label = text_literal(label), .url = text_literal(url),
                     .outlet = text_literal(places[number % COUNT(places)]),
                     .published = sayso_document_published(document), .program = text_literal("grow"), .format = 1};
    double begin = now();
    if (ledger_draft(&report, &g->arena, &draft, &error)) die("draft", &error);
    double middle = now();
    if (ledger_add(ledger, draft, &g->scratch, &added, &error)) die("add", &error);
    g->draft += middle - begin;
    g->add += now() - middle;
    g->attributions += sayso_document_attributions(document);
    arena_reset(&g->arena);
    sayso_document_free(document);
    return added.article;
}

static void tell(void *context, int64_t article, const char *sentence)
{
    (void)context;
    printf("fault: %lld: %s\n", (long long)article, sentence);
}

static int verify(const char *path)
{
    sayso_error error;
    Ledger *ledger;
    LedgerProof proof;
    int64_t ids[100];
    size_t count = COUNT(ids);
    if (ledger_open(path, LEDGER_ASK, 5000, &ledger, &error)) die("open", &error);
    if (ledger_verify(ledger, tell, NULL, NULL, &proof, &error)) die("verify", &error);
    for (int64_t after = 0; count == COUNT(ids); after = count ? ids[count - 1] : after) {
        if (ledger_articles(ledger, after, false, ids, COUNT(ids), &count, &error)) die("articles", &error);
        for (size_t i = 0; i < count; i++) printf("has %lld\n", (long long)ids[i]);
    }
    ledger_close(ledger);
    return proof.faults != 0;
}

static void tell_time(Growth *g, uint64_t articles)
{
    printf("%llu articles, %zu attributions: draft %.3f ms, add %.3f ms\n", (unsigned long long)articles, g->attributions,
           g->draft / STEP, g->add / STEP);
    fflush(stdout);
    g->draft = g->add = 0;
}

static int grow_all(const char *path, uint64_t first, uint64_t count, bool timed)
{
    sayso_engine *engine = open_engine();
    sayso_session *session = open_session(engine);
    sayso_error error;
    Ledger *ledger;
    Growth g = {0};
    arena_init(&g.arena, &libc_allocator, SIZE_MAX);
    arena_init(&g.scratch, &libc_allocator, SIZE_MAX);
    if (ledger_open(path, LEDGER_KEEP, 5000, &ledger, &error)) die("open", &error);
    for (uint64_t n = first; n < first + count; n++) {
        int64_t id = grow(&g, ledger, session, n);
        if (!timed && dprintf(1, "added %lld\n", (long long)id) < 0) return 1;
        if (timed && (n + 1 - first) % STEP == 0) tell_time(&g, n + 1);
    }
    ledger_close(ledger);
    arena_free(&g.arena);
    arena_free(&g.scratch);
    sayso_session_close(session);
    sayso_engine_close(engine);
    return 0;
}

static int open_only(const char *path)
{
    sayso_error error;
    Ledger *ledger;
    if (ledger_open(path, LEDGER_KEEP, 5000, &ledger, &error)) die("open", &error);
    ledger_close(ledger);
    return puts("open") < 0;
}

int main(int count, char **arguments)
{
    bool timed = count > 1 && !strcmp(arguments[1], "--time");
    if (count == 3 && !strcmp(arguments[1], "--open")) return open_only(arguments[2]);
    if (count == 3 && !strcmp(arguments[1], "--verify")) return verify(arguments[2]);
    if (count != 4 + timed) return 2;
    char **rest = arguments + 1 + timed;
    return grow_all(rest[0], strtoull(rest[1], NULL, 10), strtoull(rest[2], NULL, 10), timed);
}
