/* hand: articles written down statement by statement and kept in a real ledger, so that what the reader makes of texts does
 * not blur what the ledger makes of readings. Who is named so in two articles may be one; "a|b" is a content of two
 * stretches. */
#ifndef SAYSO_HAND_H
#define SAYSO_HAND_H

#include <unistd.h>

#include "ledger/deed/deed.h"
#include "unit.h"

#define HAND_SAID 64u
#define HAND_NAMES 64u
#define HAND_STRETCHES 4u

typedef struct HandSaid { /* one statement; what is NULL or 0 is not there */
    const char *name;    /* of the speaker, who is settled */
    const char *source;  /* the words for the speaker; `name` where NULL */
    const char *content;
    const char *other;   /* who is named together with `name` */
    sayso_kind kind;     /* UNKNOWN: a person, where there is a name */
    sayso_act act;       /* UNKNOWN: state */
    bool direct, topic, negated;
    uint32_t within;     /* its words stand in the content of that one */
    const char *to, *via; /* names */
    const char *date, *anonymity;
} HandSaid;

typedef struct HandDeed { /* one event; what is NULL or 0 is not there */
    sayso_event_type type;
    sayso_event_status status;
    const char *who, *whom; /* names, who are settled; "the guards" and other small letters: who is not; one word: a country */
    const char *other;      /* who does it together with `who` */
    const char *clause;     /* its words, in which `trigger` stands */
    const char *trigger, *mode, *date, *place;
    uint32_t said;          /* the statement on which it rests, in whose content the clause stands where it can */
} HandDeed;

typedef struct HandArticle {
    const char *label, *url, *outlet, *country, *published;
    const HandSaid *said;
    uint32_t count;
    const HandDeed *deeds;
    uint32_t deed_count;
    const char *before; /* a text that stands before what is said */
} HandArticle;

typedef struct Book {
    char path[64];
    Ledger *ledger;
    Arena arena, scratch;
} Book;

typedef struct HandDraft { /* a draft and what it borrows */
    Draft draft;
    char text[20000];
    size_t size;
    sayso_entity entities[HAND_NAMES];
    Span mentions[HAND_NAMES];
    uint32_t entity_count;
    sayso_attribution said[HAND_SAID];
    Span contents[HAND_SAID][HAND_STRETCHES];
    uint32_t joint[HAND_SAID][2];
    sayso_event events[HAND_SAID];
    Span triggers[HAND_SAID], clauses[HAND_SAID];
    sayso_event_party parties[HAND_SAID][3];
    uint32_t rests[HAND_SAID];
} HandDraft;

static inline Ledger *hand_ledger(const char *path, LedgerMode mode)
{
    Ledger *ledger;
    Error error = {.message = ""};
    Status status = ledger_open(path, mode, 5000, &ledger, &error);
    if (status) print_error("%s\n", error.message);
    assert_int_equal(status, SAYSO_OK);
    return ledger;
}

static inline void hand_open(Book *h)
{
    *h = (Book){.path = "/tmp/sayso-hand-XXXXXX"};
    int file = mkstemp(h->path);
    assert_true(file >= 0);
    close(file);
    arena_init(&h->arena, &libc_allocator, SIZE_MAX / 2);
    arena_init(&h->scratch, &libc_allocator, SIZE_MAX / 2);
    h->ledger = hand_ledger(h->path, LEDGER_KEEP);
}

static inline void hand_tell(void *context, int64_t article, const char *sentence)
{
    (void)context;
    print_error("%lld: %s\n", (long long)article, sentence);
}

/* Nothing that verify proves is wrong. */
static inline void hand_prove(Ledger *ledger)
{
    LedgerProof proof;
    Error error;
    assert_int_equal(ledger_verify(ledger, hand_tell, NULL, NULL, &proof, &error), SAYSO_OK);
    assert_int_equal(proof.faults, 0);
}

static inline void hand_unlink(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < COUNT(endings); i++) {
        char name[200];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        (void)unlink(name);
    }
}

static inline void hand_close(Book *h)
{
    hand_prove(h->ledger);
    ledger_close(h->ledger);
    hand_unlink(h->path);
    arena_free(&h->arena);
    arena_free(&h->scratch);
}

static inline Span hand_words(HandDraft *d, const char *words)
{
    size_t n = words ? strlen(words) : 0;
    if (!n) return (Span){0};
    assert_true(d->size + n + 2 < sizeof d->text);
    Span span = {(uint32_t)d->size, (uint32_t)(d->size + n)};
    memcpy(d->text + d->size, words, n);
    d->text[d->size + n] = '\n';
    d->size += n + 1;
    return span;
}

static inline uint32_t hand_entity(HandDraft *d, const char *name, sayso_type type)
{
    if (!name) return 0;
    for (uint32_t i = 0; i < d->entity_count; i++)
        if (text_is(d->entities[i].name, name)) return i + 1;
    assert_true(d->entity_count < HAND_NAMES);
    uint32_t i = d->entity_count++;
    d->mentions[i] = hand_words(d, name);
    d->entities[i] = (sayso_entity){
        .id = i + 1, .type = type, .name = text_literal(name), .mentions = &d->mentions[i], .mention_count = 1};
    return i + 1;
}

static inline sayso_type hand_type(sayso_kind kind)
{
    if (kind == SAYSO_KIND_ORGANIZATION) return SAYSO_TYPE_ORGANIZATION;
    if (kind == SAYSO_KIND_OUTLET) return SAYSO_TYPE_OUTLET;
    return kind == SAYSO_KIND_DOCUMENT ? SAYSO_TYPE_DOCUMENT : SAYSO_TYPE_PERSON;
}

/* Inside of what is said around it, where that has the words. */
static inline Span hand_inside(HandDraft *d, uint32_t within, const char *words, size_t size)
{
    if (!within || !size) return (Span){0};
    Span outer = d->contents[within - 1][0];
    const char *at = memmem(d->text + outer.begin, outer.end - outer.begin, words, size);
    if (!at) return (Span){0};
    return (Span){(uint32_t)(at - d->text), (uint32_t)(at - d->text) + (uint32_t)size};
}

static inline void hand_contents(HandDraft *d, const HandSaid *in, uint32_t index)
{
    sayso_attribution *a = &d->said[index];
    for (const char *at = in->content; *at; at += *at == '|') {
        size_t n = strcspn(at, "|");
        assert_true(a->content_count < HAND_STRETCHES);
        Span s = hand_inside(d, in->within, at, n);
        if (!s.end) {
            char words[4000];
            snprintf(words, sizeof words, "%.*s", (int)n, at);
            s = hand_words(d, words);
        }
        d->contents[index][a->content_count++] = s;
        at += n;
    }
    a->contents = d->contents[index];
}

static inline void hand_say(HandDraft *d, const HandSaid *in, uint32_t index)
{
    sayso_attribution *a = &d->said[index];
    const char *source = in->source ? in->source : in->name;
    *a = (sayso_attribution){.id = index + 1,
                             .form = in->direct ? SAYSO_FORM_DIRECT : SAYSO_FORM_INDIRECT,
                             .kind = in->kind ? in->kind : in->name ? SAYSO_KIND_PERSON : SAYSO_KIND_UNKNOWN,
                             .act = in->act ? in->act : SAYSO_ACT_STATE,
                             .negated = in->negated,
                             .within = in->within,
                             .clause = !in->topic,
                             .confidence = 0.5f,
                             .confidence_who = -1,
                             .confidence_act = -1,
                             .date = text_literal(in->date ? in->date : "")};
    a->source = source ? hand_inside(d, in->within, source, strlen(source)) : (Span){0};
    if (!a->source.end) a->source = hand_words(d, source);
    a->entity = hand_entity(d, in->name, hand_type(a->kind));
    hand_contents(d, in, index);
    if (in->other) {
        d->joint[index][0] = a->entity;
        d->joint[index][1] = hand_entity(d, in->other, SAYSO_TYPE_PERSON);
        a->entities = d->joint[index];
        a->entity_count = 2;
    }
    a->to.words = hand_words(d, in->to);
    a->to.entity = hand_entity(d, in->to, SAYSO_TYPE_PERSON);
    a->via.words = hand_words(d, in->via);
    a->via.entity = hand_entity(d, in->via, SAYSO_TYPE_OUTLET);
    a->anonymity = hand_words(d, in->anonymity);
}

static inline void hand_party(HandDraft *d, const char *name, sayso_event_party *out)
{
    *out = (sayso_event_party){.words = hand_words(d, name)};
    if (name[0] >= 'A' && name[0] <= 'Z') out->entity = hand_entity(d, name, strchr(name, ' ') ? SAYSO_TYPE_PERSON : SAYSO_TYPE_COUNTRY);
}

static inline void hand_do(HandDraft *d, const HandDeed *in, uint32_t index)
{
    sayso_event *e = &d->events[index];
    const char *trigger = in->trigger ? in->trigger : in->clause;
    Span clause = in->said ? hand_inside(d, in->said, in->clause, strlen(in->clause)) : (Span){0};
    d->clauses[index] = clause.end ? clause : hand_words(d, in->clause);
    const char *at = strstr(in->clause, trigger);
    assert_non_null(at);
    uint32_t begin = d->clauses[index].begin + (uint32_t)(at - in->clause);
    d->triggers[index] = (Span){begin, begin + (uint32_t)strlen(trigger)};
    d->rests[index] = in->said;
    *e = (sayso_event){.id = index + 1,
                       .type = in->type,
                       .status = in->status,
                       .mode = text_literal(in->mode ? in->mode : ""),
                       .triggers = &d->triggers[index],
                       .evidence = &d->clauses[index],
                       .told_count = 1,
                       .according_to = in->said ? &d->rests[index] : NULL,
                       .according_to_count = in->said != 0,
                       .date = text_literal(in->date ? in->date : ""),
                       .place = hand_words(d, in->place),
                       .confidence = 0.5f};
    sayso_event_party *parties = d->parties[index];
    if (in->who) hand_party(d, in->who, &parties[e->actor_count++]);
    if (in->other) hand_party(d, in->other, &parties[e->actor_count++]);
    if (in->whom) hand_party(d, in->whom, &parties[e->actor_count + e->recipient_count++]);
    if (e->actor_count) e->actors = parties;
    if (e->recipient_count) e->recipients = parties + e->actor_count;
}

static inline Text hand_text(const char *text) { return text_literal(text ? text : ""); }

static inline Draft *hand_draft(Book *h, const HandArticle *in)
{
    HandDraft *d = TAKE(&h->arena, HandDraft, 1);
    assert_non_null(d);
    memset(d, 0, sizeof *d);
    (void)hand_words(d, in->before);
    assert_true(in->count <= HAND_SAID);
    for (uint32_t i = 0; i < in->count; i++) hand_say(d, &in->said[i], i);
    assert_true(in->deed_count <= HAND_SAID);
    for (uint32_t i = 0; i < in->deed_count; i++) hand_do(d, &in->deeds[i], i);
    Draft *out = &d->draft;
    out->report = (Report){.label = hand_text(in->label),
                           .outlet = hand_text(in->outlet),
                           .country = hand_text(in->country),
                           .published = hand_text(in->published ? in->published : "2026-03-03"),
                           .program = text_literal("hand"),
                           .model = text_literal("hand"),
                           .format = 2};
    assert_true(url_key(hand_text(in->url), &h->arena, &out->report.url));
    out->report.identity = out->report.url;
    assert_true(url_loose(out->report.identity, &h->arena, &out->loose));
    out->told = (Told){.text = text_of(d->text, d->size),
                       .entities = d->entities,
                       .entity_count = d->entity_count,
                       .attributions = d->said,
                       .attribution_count = in->count,
                       .events = d->events,
                       .event_count = in->deed_count,
                       .has_events = true};
    sha256(d->text, d->size, out->sha256);
    assert_true(words_of(out->told.text, &h->arena, &out->copy.words, &out->copy.word_count));
    assert_true(fingerprints_make(out->copy.words, out->copy.word_count, &h->arena, &out->copy.fingerprints));
    assert_true(gists_make(&out->told, &h->arena, &out->gists));
    return out;
}

static inline int64_t hand_add(Book *h, const HandArticle *in)
{
    LedgerAdded added;
    Error error = {.message = ""};
    Status status = ledger_add(h->ledger, hand_draft(h, in), &h->scratch, &added, &error);
    if (status) print_error("%s\n", error.message);
    assert_int_equal(status, SAYSO_OK);
    return added.article;
}

/* Read anew, as it was. */
static inline void hand_again(Book *h, int64_t article, const HandArticle *in)
{
    Error error = {.message = ""};
    Status status = ledger_replace(h->ledger, article, hand_draft(h, in), &h->scratch, &error);
    if (status) print_error("%s\n", error.message);
    assert_int_equal(status, SAYSO_OK);
}

static inline int64_t hand_number_of(Ledger *ledger, const char *sql, int64_t a, int64_t b)
{
    Status status;
    Query *q = db_query(ledger->db, sql, NULL);
    assert_non_null(q);
    if (query_parameters(q) > 0) bind_int(q, 1, a);
    if (query_parameters(q) > 1) bind_int(q, 2, b);
    int64_t n = query_next(q, &status, NULL) ? column_int(q, 0) : 0;
    assert_int_equal(status, SAYSO_OK);
    query_end(q);
    return n;
}

static inline int64_t hand_number(Book *h, const char *sql, int64_t a, int64_t b)
{
    return hand_number_of(h->ledger, sql, a, b);
}

/* The claim of a statement as it is now, 0: none. */
static inline int64_t hand_claim(Book *h, int64_t article, uint32_t number)
{
    int64_t claim = hand_number(h, "SELECT claim FROM attribution WHERE article = ?1 AND number = ?2", article, number);
    if (claim) assert_int_equal(claim_now(h->ledger->db, &claim, NULL), SAYSO_OK);
    return claim;
}

/* Words that stand in no other article, so that one is not a copy of another for being short. */
static inline const char *hand_prose(Book *h)
{
    static uint32_t number;
    char *prose = TAKE(&h->arena, char, 1200);
    assert_non_null(prose);
    size_t at = 0;
    number++;
    for (uint32_t i = 0; i < 60; i++) at += (size_t)snprintf(prose + at, 1200 - at, "%sn%ux%u", i ? " " : "", number, i);
    return prose;
}

/* One article of one statement. */
static inline int64_t hand_one(Book *h, const char *outlet, const char *day, HandSaid said)
{
    static uint32_t number;
    char label[32];
    snprintf(label, sizeof label, "one-%u", ++number);
    HandArticle article = {.label = label, .outlet = outlet, .published = day, .said = &said, .count = 1, .before = hand_prose(h)};
    return hand_add(h, &article);
}

#endif
