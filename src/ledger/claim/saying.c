/* The claim of which the same speaker has been quoted with the same words.
 *
 *   keys of the quotation ── postings ──> claims that lie under them ──> table quote ──> the most words in common
 *
 * Keys of pairs of words are mixed with the speaker's last name, so that what is common talk is still told apart; keys of
 * long runs are everybody's, for a speaker whom one of the articles leaves open. A claim's rows hold each quoted word once:
 * who repeats what was quoted before adds nothing, and costs no more however often it was said.
 *
 * Who spoke is the same where it is one actor; where one article has the surname alone; or where one leaves open who it
 * was, the run is long, and the kinds do not contradict. */
#include "ledger/claim/saying.h"

#define RUN 6u             /* words in a row, of the same speaker */
#define OPEN_RUN 9u        /* of a speaker who is left open */
#define JOINING_RUN 9u     /* that makes two claims one, where a statement has as much in common with both */
#define MOST_UNDER_A_KEY 32u
#define MOST_LOOKED_AT 6u /* claims, those that share most keys */
#define MOST_FOUND 512u
#define MOST_ROWS 64u      /* of a claim: what is quoted after them is not kept, and joins by the others' words alone */
#define MOST_OF_CONTENT 80u /* per cent: so much of a content is a piece that says what the content says */
#define LEAST_BESIDE 2u      /* terms that both have beside a piece that is not */
#define FEWEST_WHOLE 3u      /* terms of a content that has nothing beyond the other */

static uint64_t pair_key(uint64_t pair, uint64_t speaker) { return hash_mix(pair ^ (speaker * 0x9e3779b97f4a7c15u)); }

static uint64_t run_key(uint64_t run) { return hash_mix(run ^ 0x71756f7465u); }

bool saying_open(Db *db, Postings *index, const ClaimScene *scene, uint32_t attribution, Arena *arena, Saying *out)
{
    const Gist *g = &scene->gists[attribution];
    *out = (Saying){.db = db,
                    .index = index,
                    .scene = scene,
                    .a = &scene->told->attributions[attribution],
                    .gist = g,
                    .quotes = &g->quotes,
                    .arena = arena};
    size_t most = (size_t)g->quotes.pair_count * g->speaker_count + g->quotes.run_count;
    out->keys = TAKE(arena, uint64_t, most + 1);
    out->full = TAKE(arena, bool, most + 1);
    if (!out->keys || !out->full) return false;
    for (uint32_t i = 0; i < g->speaker_count; i++)
        for (uint32_t k = 0; k < g->quotes.pair_count; k++)
            out->keys[out->key_count++] = pair_key(g->quotes.pairs[k], g->speakers[i]);
    for (uint32_t k = 0; k < g->quotes.run_count; k++) out->keys[out->key_count++] = run_key(g->quotes.runs[k]);
    memset(out->full, 0, out->key_count);
    return true;
}

/* ---- candidates ---- */

typedef struct SayingFound {
    int64_t items[MOST_FOUND]; /* claims; the same one once for each key */
    uint32_t keys[MOST_FOUND]; /* under which they lie */
    uint32_t *many;            /* of each key: how many claims lie under it */
    uint32_t count, key;       /* key: the one that is looked up */
} Found;

static bool take(void *context, int64_t claim)
{
    Found *f = context;
    f->many[f->key]++;
    if (f->count < MOST_FOUND) {
        f->keys[f->count] = f->key;
        f->items[f->count++] = claim;
    }
    return true;
}

static Status look_up_all(Saying *s, Error *error)
{
    if (s->found) return SAYSO_OK;
    Found *found = s->found = TAKE(s->arena, Found, 1);
    if (!found) return fail_memory(error);
    found->count = 0;
    if (!(found->many = TAKE(s->arena, uint32_t, s->key_count + 1u))) return fail_memory(error);
    memset(found->many, 0, s->key_count * sizeof *found->many);
    PostingSink sink = {take, found};
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < s->key_count && !status; i++) {
        found->key = i;
        status = postings_find(s->index, POSTING_CLAIM, s->keys[i], &sink, error);
        s->full[i] = found->many[i] >= MOST_UNDER_A_KEY;
    }
    return status;
}

typedef struct Candidate {
    int64_t claim;
    uint32_t weight;
} Candidate;

#define WHOLE_WEIGHT 1024u

/* Those that share most keys, the rarer a key the more it says; of equal ones the lower. */
static uint32_t rank(const Found *found, Candidate best[MOST_LOOKED_AT])
{
    Candidate all[MOST_FOUND];
    uint32_t count = 0, kept = 0;
    for (uint32_t i = 0, k; i < found->count; i++) {
        for (k = 0; k < count && all[k].claim != found->items[i];) k++;
        if (k == count) all[count++] = (Candidate){found->items[i], 0};
        all[k].weight += WHOLE_WEIGHT / found->many[found->keys[i]];
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = kept < MOST_LOOKED_AT ? kept++ : MOST_LOOKED_AT;
        for (; at && (best[at - 1].weight < all[i].weight ||
                      (best[at - 1].weight == all[i].weight && best[at - 1].claim > all[i].claim));
             at--)
            if (at < MOST_LOOKED_AT) best[at] = best[at - 1];
        if (at < MOST_LOOKED_AT) best[at] = all[i];
    }
    return kept;
}

/* ---- the speaker ---- */

typedef enum Speaker { SPEAKER_SAME, SPEAKER_OPEN, SPEAKER_OTHER } Speaker;

static bool is_one_word(Text name) { return name.size && !memchr(name.data, ' ', name.size); }

static bool last_word_is(Text name, Text word)
{
    return name.size > word.size && name.data[name.size - word.size - 1] == ' ' &&
           !memcmp(name.data + name.size - word.size, word.data, word.size);
}

/* "Haleko" where the other has "Dorrit Haleko". */
static bool is_surname_of(Text a, Text b) { return is_one_word(a) && last_word_is(b, a); }

typedef struct Bearer {
    int64_t actor;
    Text name;
    sayso_type type;
} Bearer;

static Status read_bearer(Saying *s, int64_t form, Bearer *out, Error *error)
{
    Status status;
    *out = (Bearer){0};
    Query *q = db_query(s->db, "SELECT actor, name, type FROM form WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, form);
    if (!query_next(q, &status, error)) return status;
    *out = (Bearer){.actor = column_int(q, 0), .type = (sayso_type)column_int(q, 2)};
    bool kept = keep_text(s->arena, column_text(q, 1), &out->name);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(error);
}

static int64_t form_of(const Saying *s, uint32_t entity)
{
    return entity && entity <= s->scene->told->entity_count ? s->scene->forms[entity - 1] : 0;
}

static Status judge_form(Saying *s, int64_t own, int64_t other, Speaker *out, Error *error)
{
    Bearer a, b;
    if (own == other) {
        *out = SPEAKER_SAME;
        return SAYSO_OK;
    }
    Status status = read_bearer(s, own, &a, error);
    if (!status) status = read_bearer(s, other, &b, error);
    bool same = !status && (a.actor == b.actor || is_surname_of(a.name, b.name) || is_surname_of(b.name, a.name));
    if (same) *out = SPEAKER_SAME;
    return status;
}

/* A person who is left open may be a person, a body that is left open may be a body. */
static bool is_body(sayso_kind kind)
{
    return kind == SAYSO_KIND_ORGANIZATION || kind == SAYSO_KIND_OUTLET || kind == SAYSO_KIND_DOCUMENT;
}

static bool may_be(sayso_kind kind, sayso_type type)
{
    return kind == SAYSO_KIND_UNKNOWN || type == SAYSO_TYPE_UNKNOWN || is_body(kind) == (type != SAYSO_TYPE_PERSON);
}

static bool may_both_be(sayso_kind a, sayso_kind b)
{
    return a == SAYSO_KIND_UNKNOWN || b == SAYSO_KIND_UNKNOWN || is_body(a) == is_body(b);
}

static Status judge_open(Saying *s, int64_t settled, sayso_kind kind, Speaker *out, Error *error)
{
    Bearer b;
    Status status = read_bearer(s, settled, &b, error);
    if (!status && !may_be(kind, b.type)) *out = SPEAKER_OTHER;
    return status;
}

static Status judge_speaker(Saying *s, int64_t other, sayso_kind kind, Speaker *out, Error *error)
{
    *out = SPEAKER_OPEN;
    int64_t first = form_of(s, s->a->entity);
    if (!other && !first) {
        if (!may_both_be(s->a->kind, kind)) *out = SPEAKER_OTHER;
        return SAYSO_OK;
    }
    if (!other || !first) return judge_open(s, other ? other : first, other ? s->a->kind : kind, out, error);
    *out = SPEAKER_OTHER;
    Status status = judge_form(s, first, other, out, error);
    for (uint32_t i = 1; i < s->a->entity_count && !status && *out == SPEAKER_OTHER; i++) {
        int64_t form = form_of(s, s->a->entities[i]);
        if (form) status = judge_form(s, form, other, out, error);
    }
    return status;
}

/* ---- the words ---- */

/* What both say beside the piece that both quote: "a “rigged system” of taxes" and "the “rigged system” of primaries"
 * have nothing in common but the phrase. A piece that is all that one of them says needs nothing beside it, nor does a
 * content all of whose words the other has. */
static bool says_as_much(const Saying *s, const Gist *claim, uint32_t says)
{
    if (s->a->clause && says * 100 >= gist_meaning(s->gist) * MOST_OF_CONTENT) return true;
    if (claim->exact && says * 100 >= gist_meaning(claim) * MOST_OF_CONTENT) return true;
    uint32_t shared = gists_shared(s->gist, claim), own = gist_meaning(s->gist), other = gist_meaning(claim);
    if (shared == own && shared == other) return true;
    if (shared >= FEWEST_WHOLE && ((shared == own && s->a->clause) || (shared == other && claim->exact))) return true;
    return shared >= says + LEAST_BESIDE;
}

/* The words that make the two one saying; 0: they are two. */
static uint32_t common(const Saying *s, const Gist *claim, const uint32_t *words, uint32_t count, Speaker speaker)
{
    bool turned;
    uint32_t run = quotes_run(s->quotes->words, s->quotes->count, words, count, &turned);
    if (turned && run >= 2) return 0;
    if (speaker == SPEAKER_OPEN) return run >= OPEN_RUN ? run : 0;
    if (run >= RUN) return run;
    uint32_t says, piece = quotes_piece(s->quotes, words, count, &says);
    return piece && says_as_much(s, claim, says) ? piece : 0;
}

static Status read_gist(Saying *s, int64_t claim, Gist *out, Error *error)
{
    Status status;
    size_t size;
    *out = (Gist){0};
    Query *q = db_query(s->db, "SELECT gist FROM claim WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    if (!query_next(q, &status, error)) return status;
    const void *data = column_blob(q, 0, &size);
    bool read = gist_read(data, size, s->arena, out);
    query_end(q);
    if (read) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: the gist of claim %lld is damaged", db_path(s->db), (long long)claim);
}

static bool is_kin(const Saying *s, int64_t claim)
{
    for (uint32_t i = 0; i < s->kin_count; i++)
        if (s->kin[i] == claim) return true;
    return false;
}

typedef struct Common {
    uint32_t words;
    bool same; /* the same speaker: not one who is left open */
} Common;

static Status look_at(Saying *s, int64_t claim, Common *out, Error *error)
{
    Gist gist;
    *out = (Common){0};
    Status status = read_gist(s, claim, &gist, error);
    Query *q = status ? NULL : db_query(s->db, "SELECT form, words, kind FROM quote WHERE claim = ?1 ORDER BY number", error);
    if (!q) return status ? status : SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    while (query_next(q, &status, error)) {
        size_t size;
        const uint32_t *row;
        uint32_t count;
        Speaker speaker;
        const void *data = column_blob(q, 1, &size);
        if (!unpack_numbers(data, size, s->arena, &row, &count)) status = fail_memory(error);
        if (!status) status = judge_speaker(s, column_int(q, 0), (sayso_kind)column_int(q, 2), &speaker, error);
        if (status) {
            query_end(q);
            return status;
        }
        uint32_t n = speaker == SPEAKER_OTHER ? 0 : common(s, &gist, row, count, speaker);
        if (n > out->words || (n == out->words && n && speaker == SPEAKER_SAME))
            *out = (Common){n, speaker == SPEAKER_SAME};
    }
    return status;
}

static bool was_seen(const Candidate *best, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (best[k].claim == best[i].claim) return true;
    return false;
}

/* The most words in common decide; what has as many as make an utterance known is the same claim. */
static void weigh(Saying *s, int64_t claim, const Common *c, uint32_t *most, int64_t *best)
{
    bool better = c->words > *most || (c->words == *most && claim < *best);
    if (!c->words) return;
    if (c->same && c->words >= JOINING_RUN && s->also_count < SAYING_ALSO) s->also[s->also_count++] = claim;
    if (!better) return;
    *most = c->words;
    *best = claim;
}

Status saying_find(Saying *s, int64_t *claim, Error *error)
{
    Candidate best[MOST_LOOKED_AT];
    Status status = look_up_all(s, error);
    if (status) return status;
    uint32_t count = rank(s->found, best), most = 0;
    for (uint32_t i = 0; i < count && !status; i++) {
        Common common = {0};
        status = claim_now(s->db, &best[i].claim, error);
        if (!status && !was_seen(best, i) && !is_kin(s, best[i].claim)) status = look_at(s, best[i].claim, &common, error);
        if (!status) weigh(s, best[i].claim, &common, &most, claim);
    }
    return status;
}

/* ---- keeping ---- */

typedef struct Kept {
    uint32_t rows, speaker_count;
    int64_t speakers[GIST_SPEAKERS]; /* forms of those who speak; one of 0 where they are open */
    bool held[GIST_SPEAKERS];        /* of each: a row of theirs has all of it */
} Kept;

static void find_speakers(const Saying *s, Kept *out)
{
    for (uint32_t i = 0; i < s->a->entity_count && out->speaker_count < GIST_SPEAKERS; i++) {
        int64_t form = form_of(s, s->a->entities[i]);
        if (form) out->speakers[out->speaker_count++] = form;
    }
    if (!out->speaker_count) out->speakers[out->speaker_count++] = form_of(s, s->a->entity);
}

/* What is laid to nobody there is no settled one's: it would be found by the open speaker's keys alone. */
static Status mark_held(Saying *s, int64_t row_form, Kept *out, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < out->speaker_count && !status; i++) {
        Speaker speaker = out->speakers[i] ? SPEAKER_OTHER : SPEAKER_SAME;
        if (row_form && out->speakers[i]) status = judge_form(s, out->speakers[i], row_form, &speaker, error);
        out->held[i] |= speaker == SPEAKER_SAME;
    }
    return status;
}

static Status read_kept(Saying *s, int64_t claim, Kept *out, Error *error)
{
    Status status;
    Query *q = db_query(s->db, "SELECT words, form FROM quote WHERE claim = ?1 ORDER BY number", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    while (query_next(q, &status, error)) {
        size_t size;
        const uint32_t *row;
        uint32_t count;
        const void *data = column_blob(q, 0, &size);
        out->rows++;
        if (!unpack_numbers(data, size, s->arena, &row, &count)) status = fail_memory(error);
        if (!status && quotes_hold(row, count, s->quotes->words, s->quotes->count))
            status = mark_held(s, column_int(q, 1), out, error);
        if (!status) continue;
        query_end(q);
        return status;
    }
    return status;
}

static Status put_row(Saying *s, int64_t claim, int64_t form, uint32_t number, Error *error)
{
    const void *data;
    size_t size;
    if (!pack_numbers(s->quotes->words, s->quotes->count, s->arena, &data, &size)) return fail_memory(error);
    Query *q = db_query(s->db,
                        "INSERT INTO quote (" SEALED_QUOTE ", seal) VALUES (?1, ?2, ?3, ?4, ?5, seal('quote', ?1, ?2, ?3, ?4,"
                        " ?5))",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    bind_int(q, 2, number);
    bind_id(q, 3, form);
    bind_int(q, 4, s->a->kind);
    bind_blob(q, 5, data, size);
    return query_run(q, error);
}

/* A key is posted once for a claim. */
static void pass_over(Saying *s, int64_t claim)
{
    for (uint32_t i = 0; i < s->found->count; i++)
        if (s->found->items[i] == claim) s->full[s->found->keys[i]] = true;
}

Status saying_keep(Saying *s, int64_t claim, bool known, Error *error)
{
    Kept kept = {0};
    uint32_t put = 0;
    if (!s->key_count) return SAYSO_OK;
    find_speakers(s, &kept);
    Status status = known ? read_kept(s, claim, &kept, error) : SAYSO_OK;
    for (uint32_t i = 0; i < kept.speaker_count && !status; i++)
        if (!kept.held[i] && kept.rows + put < MOST_ROWS)
            status = put_row(s, claim, kept.speakers[i], kept.rows + put++, error);
    if (status || !put) return status;
    status = look_up_all(s, error);
    if (status) return status;
    pass_over(s, claim);
    for (uint32_t i = 0; i < s->key_count && !status; i++)
        if (!s->full[i]) status = postings_put(s->index, POSTING_CLAIM, s->keys[i], claim, error);
    return status;
}
