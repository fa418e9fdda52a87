/* Gists: which contents say the same. All invented. "[Corvane|Ilsabet Corvane]" is a mention of that entity; what
 * begins with a quotation mark is direct. */
#include "unit.h"

#include "ledger/claim/term.h"

#define MOST_NAMES 12u

typedef struct Content {
    char text[1200];
    size_t size;
    sayso_entity entities[MOST_NAMES];
    Span mentions[MOST_NAMES];
    uint32_t name_count;
    Span span;
    sayso_attribution attribution;
} Content;

static Arena arena;

static void put(Content *c, const char *from, size_t size)
{
    assert_true(c->size + size < sizeof c->text);
    memcpy(c->text + c->size, from, size);
    c->size += size;
}

/* "[words|name]": the words are a mention of `name`. */
static const char *put_mention(Content *c, const char *at)
{
    const char *bar = strchr(at, '|'), *close = strchr(at, ']');
    assert_true(bar && close && bar < close && c->name_count < MOST_NAMES);
    uint32_t i = c->name_count++;
    c->mentions[i].begin = (uint32_t)c->size;
    put(c, at + 1, (size_t)(bar - at - 1));
    c->mentions[i].end = (uint32_t)c->size;
    c->entities[i] = (sayso_entity){.id = i + 1,
                                    .name = text_of(bar + 1, (size_t)(close - bar - 1)),
                                    .mentions = &c->mentions[i],
                                    .mention_count = 1};
    return close + 1;
}

/* '~' before it: a topic, that says nothing of anything. */
static bool is_quoted(const char *written) { return *written == '"' || text_starts(text_literal(written), "\u201c"); }

static void read_content(const char *written, Content *c)
{
    *c = (Content){.size = 0};
    bool topic = *written == '~';
    written += topic;
    for (const char *at = written; *at;) {
        if (*at == '[') {
            at = put_mention(c, at);
        } else {
            size_t n = strcspn(at, "[");
            put(c, at, n);
            at += n;
        }
    }
    c->span = (Span){0, (uint32_t)c->size};
    c->attribution = (sayso_attribution){.id = 1,
                                         .contents = &c->span,
                                         .content_count = 1,
                                         .clause = !topic,
                                         .form = is_quoted(written) ? SAYSO_FORM_DIRECT : SAYSO_FORM_INDIRECT};
}

/* `speaker`: NULL where nobody knows. */
static Gist gist_said(const char *written, const char *speaker, sayso_act act)
{
    static Content c; /* gists borrow nothing of it */
    Gist *gist;
    read_content(written, &c);
    c.attribution.act = act;
    if (speaker) {
        assert_true(c.name_count < MOST_NAMES);
        c.entities[c.name_count] = (sayso_entity){.id = c.name_count + 1, .name = text_literal(speaker)};
        c.attribution.entity = ++c.name_count;
    }
    Told in = {.text = text_of(c.text, c.size),
               .entities = c.entities,
               .entity_count = c.name_count,
               .attributions = &c.attribution,
               .attribution_count = 1};
    assert_true(gists_make(&in, &arena, &gist));
    return *gist;
}

static Gist gist_of(const char *written) { return gist_said(written, NULL, SAYSO_ACT_STATE); }

typedef struct Pair {
    bool same;
    const char *a, *b;
} Pair;

static const Pair pairs[] = {
    /* only words of grammar, marks and forms differ */
    {true, "that the silos held enough wheat for 70 days", "the silos hold enough wheat for 70 days"},
    {true, "that 19 ships had been ordered to anchor outside the breakwater",
     "19 ships have been ordered to anchor outside of the breakwater"},
    {true, "the closure of the eastern basin costs traders 2 million florins a day",
     "that the closure of the eastern basin was costing traders 2m florins a day"},
    {true, "that two barges sank at the northern quay overnight", "2 barges had sunk at the northern quay overnight"},
    {true, "sixty one per cent of dockers oppose the new contract", "61% of the dockers opposed the new contract"},
    {true, "61 percent of dockers oppose the new contract", "sixty-one per cent of dockers opposed the new contract"},
    {true, "that 1,400 dockers were sent home without pay", "1400 dockers have been sent home without pay"},
    {true, "that [Corvane|Ilsabet Corvane] had received no audit of the dredging",
     "[Minister Ilsabet Corvane|Ilsabet Corvane] received no audit of the dredging"},
    {true, "[she|Ilsabet Corvane] received the summary of the audit in January",
     "that [Corvane|Ilsabet Corvane] had received the summary of the audit in January"},
    {true, "the dredger didn’t leave its mooring for most of the winter",
     "that the dredger did not leave its mooring for most of the winter"},
    {true, "engineers can't reopen the basin before the gales end",
     "that engineers cannot reopen the basin before the gales end"},
    {true, "the crews’ warnings would be read aloud in parliament",
     "that the crews' warnings will be read aloud in parliament"},
    {true, "\"I would rather explain a queue than a funeral,\"", "“I would rather explain a queue than a funeral”"},
    {true, "mud left at the wall's foot has pushed the stones seaward",
     "that mud left at the wall’s foot pushed the stones seaward"},
    {true, "the ministry is copying every invoice of the contractor",
     "that the ministry copies every invoice of the contractor"},
    /* one cut shorter */
    {true, "\"We need stone and mortar and rope and honest weather and we need them by the spring\"",
     "\"We need stone and mortar and rope and honest weather\""},
    {true, "the dredger had left its mooring on only nine of the 212 days that the company billed for",
     "the dredger had left its mooring on only nine of the 212 days"},
    {true, "that the auditors recommended payments to the contractor be suspended at once and in full",
     "auditors recommended payments to the contractor be suspended"},
    /* one word in many is another, or more */
    {true, "that 19 vessels had been ordered to anchor outside the old stone breakwater by harbour pilots",
     "that 19 ships had been ordered to anchor outside the old stone breakwater by harbour pilots"},
    {true, "the sea wall protecting the eastern basin of the port has moved eleven centimetres since Christmas",
     "the sea wall protecting the eastern basin of the port has now quietly moved eleven centimetres since Christmas"},
    /* the day is told by one alone, or stands elsewhere */
    {true, "that the basin will stay shut to all grain ships of the Tolvan line on Friday",
     "on Friday that the basin will stay shut to all grain ships of the Tolvan line"},
    {true, "that surveyors had found cracks along the whole breakwater on Tuesday",
     "surveyors found cracks along the whole breakwater"},
    /* what carries a claim is no part of it */
    {true, "suggestions that the government had turned down the offer of survey ships",
     "that the government turned down the offer of survey ships"},
    {true, "a newspaper report that the ministry had sat on an audit of the dredging",
     "that the ministry had sat on an audit of the dredging"},
    {true, "whether the closure was linked to a dredging contract worth 41 million florins",
     "that the closure was linked to a dredging contract worth 41 million florins"},

    /* numbers */
    {false, "that five people died when the crane fell on the quay",
     "that seven people died when the crane fell on the quay"},
    {false, "that people died when the crane fell on the quay at dawn",
     "that seven people died when the crane fell on the quay at dawn"},
    {false, "the wall has moved eleven centimetres towards the harbour mouth",
     "the wall has moved eleven metres since 2019 towards the harbour mouth"},
    {false, "traffic rose from 5 ships to 7 ships in the basin", "traffic rose from 7 ships to 5 ships in the basin"},
    {false, "the repairs will cost 41 million florins by the summer",
     "the repairs will cost 41 billion florins by the summer"},
    {false, "wheat prices on the exchange rose 4 percent", "wheat prices on the exchange rose 4.5 percent"},
    {false, "the first barge sank beside the northern quay wall",
     "the second barge sank beside the northern quay wall"},
    /* negation, conditions, how sure it is */
    {false, "that the audit of the dredging contract exists in the ministry",
     "that no audit of the dredging contract exists in the ministry"},
    {false, "the minister will resign over the dredging scandal in the port",
     "the minister will not resign over the dredging scandal in the port"},
    {false, "the minister will resign over the dredging scandal in the port",
     "the minister won't resign over the dredging scandal in the port"},
    {false, "the minister never read the summary of the audit report",
     "the minister read the summary of the audit report"},
    {false, "the company cheated the port and not the ministry of its money",
     "the company did not cheat the port and the ministry of its money"},
    {false, "the harbour levy would be imposed on all Halmerian trucks",
     "the harbour levy would be imposed on all Halmerian trucks if parliament agreed"},
    {false, "Tolvany will withdraw its offer of survey ships and cranes",
     "Tolvany could withdraw its offer of survey ships and cranes"},
    {false, "Tolvany must withdraw its offer of survey ships and cranes",
     "Tolvany may withdraw its offer of survey ships and cranes"},
    {false, "it is false that the minister received the audit of the dredging contract",
     "that the minister received the audit of the dredging contract"},
    {false, "engineers without any training repaired the sea wall of the port",
     "engineers with some training repaired the sea wall of the port"},
    {false, "that nobody was hurt when the breakwater crane collapsed at dawn",
     "that was hurt when the breakwater crane collapsed at dawn"},
    /* days */
    {false, "that the ships sail for Port Vellan with grain on Monday",
     "that the ships sail for Port Vellan with grain on Tuesday"},
    {false, "the basin reopens to grain ships of every flag on 14 May",
     "the basin reopens to grain ships of every flag on 14 June"},
    /* who does what to whom */
    {false, "that [Ulvoy|Casimir Ulvoy] accused [Stroom|Beata Stroom] of breaking the fishing treaty",
     "that [Stroom|Beata Stroom] accused [Ulvoy|Casimir Ulvoy] of breaking the fishing treaty"},
    {false, "the dockers attacked the police at the gates of the consulate",
     "the police attacked the dockers at the gates of the consulate"},
    {false, "the police attacked the dockers beside the gates of the consulate",
     "the police were attacked by the dockers beside the gates of the consulate"},
    {false, "the protesters were attacked beside the gates of the consulate last night",
     "the protesters attacked beside the gates of the consulate last night"},
    {false, "[Corvane|Ilsabet Corvane] received the audit of the dredging contract",
     "[Haleko|Dorrit Haleko] received the audit of the dredging contract"},
    {false, "[Ansel Threlk|Ansel Threlk] received the audit of the dredging contract",
     "[Mirla Threlk|Mirla Threlk] received the audit of the dredging contract"},
    {false, "[she|Ilsabet Corvane] would explain the delay of the harbour audit to senators",
     "[she|Linnet Abaroa] would explain the delay of the harbour audit to senators"},
    {false, "that the minister would explain the delay of the harbour audit",
     "that the commissioner would explain the delay of the harbour audit"},
    {false, "the president will sign the harbour treaty of the nine nations in spring",
     "the chancellor will sign the harbour treaty of the nine nations in spring"},
    /* opposites and neighbours */
    {false, "the government will raise the harbour levy for every foreign truck",
     "the government will cut the harbour levy for every foreign truck"},
    {false, "grain exports through the eastern basin of the port doubled in a year",
     "grain imports through the eastern basin of the port doubled in a year"},
    {false, "the northern quay of the port is closed to grain ships",
     "the southern quay of the port is closed to grain ships"},
    {false, "parliament approved the port budget of the transport ministry",
     "parliament rejected the port budget of the transport ministry"},
    {false, "the former commissioner approved every invoice of the contractor",
     "the commissioner approved every invoice of the contractor"},
    {false, "the cranes must be ready before the gales reach the port",
     "the cranes must be ready after the gales reach the port"},
    {false, "more than 80 families left Lantern Street in the night",
     "fewer than 80 families left Lantern Street in the night"},
    /* the rest is another matter */
    {false, "that the harbour wall needs repair", "that the harbour master needs sleep"},
    {false, "the closure of the basin was costing traders dear in the spring markets",
     "the closure of the basin was costing fishermen their boats this season"},
    {false, "that letters from the crane crews had been received by the authority",
     "that letters from the crane crews had been passed to the engineers"},
    {false, "to mediate between the two governments in Ostrel this week",
     "to mediate between the striking dockers and the shipping lines this week"},
};

static void pairs_are_judged_as_a_reader_would(void **state)
{
    (void)state;
    assert_true(COUNT(pairs) >= 60);
    uint32_t wrong = 0;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        Gist a = gist_of(pairs[i].a), b = gist_of(pairs[i].b);
        bool there = gists_same(&a, &b), back = gists_same(&b, &a);
        if (there == pairs[i].same && back == there) continue;
        fprintf(stderr, "%s: %s | %s\n", pairs[i].same ? "parted" : "joined", pairs[i].a, pairs[i].b);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void what_is_too_little_is_no_claim(void **state)
{
    (void)state;
    static const char *const little[] = {"to comment",
                                         "~\"No comment,\"",
                                         "~the danger of shortages",
                                         "~the danger of shortages in the eastern basin of the port",
                                         "~[her|Ilsabet Corvane] record in the harbour ministry",
                                         "this",
                                         "",
                                         "~[Corvane|Ilsabet Corvane]",
                                         "that it had",
                                         "\"Never,\"",
                                         "— … !",
                                         "~his staff"};
    for (size_t i = 0; i < COUNT(little); i++) {
        Gist gist = gist_of(little[i]);
        assert_int_equal(gist.exact, 0);
        assert_int_equal(gist.key_count, 0);
        Gist said = gist_said(little[i], "Ansel Threlk", SAYSO_ACT_STATE);
        assert_int_equal(said.exact, 0);
        assert_false(gists_same(&gist, &said));
    }
}

/* Few words that say something are a claim, and their speaker's own; an open speaker's are those of one article. */
static void short_clauses_are_claims(void **state)
{
    (void)state;
    static const char *const clauses[] = {"the minister lied", "that prices doubled", "[she|Ilsabet Corvane] lied",
                                          "the wall moved", "that it was a hoax by Tolvany"};
    for (size_t i = 0; i < COUNT(clauses); i++) {
        Gist threlk = gist_said(clauses[i], "Ansel Threlk", SAYSO_ACT_STATE);
        Gist again = gist_said(clauses[i], "Threlk", SAYSO_ACT_STATE);
        Gist corvane = gist_said(clauses[i], "Linnet Abaroa", SAYSO_ACT_STATE);
        assert_true(threlk.exact && gists_same(&threlk, &again));
        assert_false(gists_same(&threlk, &corvane));
    }
    Gist lied = gist_said("the minister lied", "Ansel Threlk", SAYSO_ACT_STATE);
    Gist not_lied = gist_said("the minister had not lied", "Ansel Threlk", SAYSO_ACT_STATE);
    Gist had = gist_said("that the minister had lied", "Ansel Threlk", SAYSO_ACT_STATE);
    assert_false(gists_same(&lied, &not_lied));
    assert_true(gists_same(&lied, &had));
    Gist accused = gist_said("~of fraud and theft of harbour dues", "Ansel Threlk", SAYSO_ACT_ACCUSE);
    assert_true(accused.exact); /* who accuses says it of somebody */
}

static Gist gist_of_group(const char *source, const char *words)
{
    static char text[400];
    Gist *gist;
    size_t n = strlen(source);
    snprintf(text, sizeof text, "%s %s", source, words);
    Span span = {(uint32_t)n + 1, (uint32_t)strlen(text)};
    sayso_attribution a = {.id = 1, .source = {0, (uint32_t)n}, .contents = &span, .content_count = 1,
                           .kind = SAYSO_KIND_GROUP, .clause = 1};
    Told in = {.text = text_literal(text), .attributions = &a, .attribution_count = 1};
    assert_true(gists_make(&in, &arena, &gist));
    return *gist;
}

static void groups_are_told_apart_by_their_words(void **state)
{
    (void)state;
    static const char words[] = "that the harbour levy would ruin the fishing villages";
    Gist ohio = gist_of_group("voters in Ohio", words), texas = gist_of_group("voters in Texas", words);
    Gist again = gist_of_group("the voters in Ohio", words), plain = gist_of(words);
    assert_true(ohio.exact && gists_same(&ohio, &again));
    assert_int_not_equal(ohio.exact, texas.exact);
    assert_int_not_equal(ohio.exact, plain.exact);
}

static void a_short_quotation_is_its_speakers_own(void **state)
{
    (void)state;
    Gist none = gist_of("\"I have asked them twice,\""), elsewhere = gist_of("\"I have asked them twice,\" …");
    Gist threlk = gist_said("\"I have asked them twice,\"", "Ansel Threlk", SAYSO_ACT_STATE);
    Gist again = gist_said("“I have asked them twice”", "Threlk", SAYSO_ACT_STATE);
    Gist corvane = gist_said("\"I have asked them twice,\"", "Ilsabet Corvane", SAYSO_ACT_STATE);
    assert_int_not_equal(none.exact, threlk.exact); /* of nobody who is known: of this article alone */
    assert_int_not_equal(none.exact, elsewhere.exact);
    assert_true(threlk.exact && gists_same(&threlk, &again)); /* the quotation mark of another kind is written text */
    assert_false(gists_same(&threlk, &corvane));
}

static void the_speaker_is_who_i_is(void **state)
{
    (void)state;
    const char *written = "\"I regret the long denial of the harbour ministry\"";
    Gist one = gist_said(written, "Ilsabet Corvane", SAYSO_ACT_STATE);
    Gist other = gist_said(written, "Ansel Threlk", SAYSO_ACT_STATE);
    Gist reported = gist_of("that [she|Ilsabet Corvane] regretted the long denial of the harbour ministry");
    assert_false(gists_same(&one, &other));
    assert_true(gists_same(&one, &reported));
}

static void only_what_is_asked_drops_its_if(void **state)
{
    (void)state;
    const char *written = "if the wall holds against the coming northern gales";
    Gist plain = gist_of("the wall holds against the coming northern gales");
    Gist asked = gist_said(written, NULL, SAYSO_ACT_DECLINE), stated = gist_said(written, NULL, SAYSO_ACT_STATE);
    assert_true(gists_same(&plain, &asked));
    assert_false(gists_same(&plain, &stated));
}

static void what_leans_on_its_day_is_loose(void **state)
{
    (void)state;
    static const struct {
        bool loose;
        const char *written;
    } cases[] = {{false, "that [Corvane|Ilsabet Corvane] received no audit of the dredging"},
                 {false, "the silos held enough wheat for 70 days"},
                 {true, "the silos held enough wheat for the winter"},
                 {true, "that [Corvane|Ilsabet Corvane] would explain the audit on Monday"},
                 {true, "they had passed 70 letters to the engineers of the authority"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Gist gist = gist_of(cases[i].written);
        assert_true(gist.exact);
        assert_int_equal(gist.loose, cases[i].loose);
    }
}

static void a_gist_is_read_as_it_was_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        Gist a = gist_of(pairs[i].a), b;
        const void *data;
        size_t size;
        assert_true(gist_write(&a, &arena, &data, &size));
        assert_true(gist_read(data, size, &arena, &b));
        assert_true(a.exact == b.exact && a.loose == b.loose && a.term_count == b.term_count);
        assert_memory_equal(a.terms, b.terms, a.term_count * sizeof *a.terms);
        assert_false(gist_read(data, size - 1, &arena, &b));
        assert_false(gist_read(data, 8, &arena, &b));
    }
    static const uint8_t endless[9 + 4 * 401];
    Gist out;
    assert_false(gist_read(endless, sizeof endless, &arena, &out));
}

static void any_bytes_have_a_gist(void **state)
{
    (void)state;
    static const char alphabet[] = "ab '’-.,:%0129I\xE2\x80\x94\xFF\xC3\xA9 not no two million";
    uint64_t seed = 7;
    for (int round = 0; round < 4000; round++) {
        char text[300];
        uint32_t size = unit_below(&seed, 280);
        for (uint32_t i = 0; i < size; i++) text[i] = alphabet[unit_below(&seed, sizeof alphabet - 1)];
        Span whole = {0, size};
        sayso_attribution a = {.id = 1, .contents = &whole, .content_count = 1, .form = SAYSO_FORM_DIRECT, .clause = 1};
        Told in = {.text = text_of(text, size), .attributions = &a, .attribution_count = 1};
        Gist *gist;
        arena_reset(&arena);
        assert_true(gists_make(&in, &arena, &gist));
        assert_true(!gist->exact || gists_same(gist, gist));
        assert_true(gist->key_count <= GIST_KEYS);
    }
}

/* Longer than what is compared: the same in their first words, they are laid side by side there. */
static void long_contents_stay_in_bounds(void **state)
{
    (void)state;
    static char text[40000];
    size_t size = 0;
    for (unsigned i = 0; size + 40 < sizeof text; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, "lantern%c%c harbour%u ", 'a' + (char)(i % 26),
                                 'a' + (char)(i / 26 % 26), i);
    Span spans[2] = {{0, (uint32_t)size}, {0, (uint32_t)size / 2}};
    sayso_attribution a[2] = {{.id = 1, .contents = &spans[0], .content_count = 1, .clause = 1},
                              {.id = 2, .contents = &spans[1], .content_count = 1, .clause = 1}};
    Told in = {.text = text_of(text, size), .attributions = a, .attribution_count = 2};
    Gist *gists;
    assert_true(gists_make(&in, &arena, &gists));
    assert_true(gists_same(&gists[0], &gists[1]));
}

static void memory_that_runs_out_is_told(void **state)
{
    (void)state;
    static const char text[] = "that the dredger had left its mooring on only nine of the 212 days";
    Span whole = {0, sizeof text - 1};
    sayso_attribution a = {.id = 1, .contents = &whole, .content_count = 1, .clause = 1};
    Told in = {.text = text_of(text, sizeof text - 1), .attributions = &a, .attribution_count = 1};
    for (size_t fail_at = 1; fail_at < 4; fail_at++) {
        UnitMemory memory = {.fail_at = fail_at};
        sayso_allocator allocator = {unit_resize, &memory};
        Arena small;
        Gist *gist;
        arena_init(&small, &allocator, SIZE_MAX / 2);
        bool made = gists_make(&in, &small, &gist);
        assert_true(made == (memory.calls < fail_at));
        arena_free(&small);
        assert_int_equal(memory.live, 0);
    }
}

static void stems_join_forms_and_no_more(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } words[] = {{"close", "closed", true},      {"closes", "closing", true}, {"stop", "stopping", true},
                 {"copy", "copies", true},       {"copied", "copying", true}, {"warn", "warned", true},
                 {"ship", "ships", true},        {"box", "boxes", true},      {"policy", "police", false},
                 {"news", "new", false},         {"need", "ne", false},       {"sing", "s", false},
                 {"general", "generous", false}, {"port", "portal", false},   {"fall", "falling", true},
                 {"class", "clas", false},       {"bus", "bu", false},        {"string", "str", false},
                 {"miss", "missed", true},       {"pass", "passing", true}};
    for (size_t i = 0; i < COUNT(words); i++) {
        Folded a = {.size = strlen(words[i].a)}, b = {.size = strlen(words[i].b)};
        memcpy(a.data, words[i].a, a.size);
        memcpy(b.data, words[i].b, b.size);
        stem(&a);
        stem(&b);
        bool same = text_equal(text_of(a.data, a.size), text_of(b.data, b.size));
        if (same != words[i].same) fprintf(stderr, "%s %s\n", words[i].a, words[i].b);
        assert_true(same == words[i].same);
    }
}

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stems_join_forms_and_no_more),   cmocka_unit_test(pairs_are_judged_as_a_reader_would),
        cmocka_unit_test(what_is_too_little_is_no_claim), cmocka_unit_test(a_short_quotation_is_its_speakers_own),
        cmocka_unit_test(the_speaker_is_who_i_is),        cmocka_unit_test(only_what_is_asked_drops_its_if),
        cmocka_unit_test(what_leans_on_its_day_is_loose), cmocka_unit_test(a_gist_is_read_as_it_was_written),
        cmocka_unit_test(long_contents_stay_in_bounds),   cmocka_unit_test(memory_that_runs_out_is_told),
        cmocka_unit_test(any_bytes_have_a_gist),          cmocka_unit_test(short_clauses_are_claims),
        cmocka_unit_test(groups_are_told_apart_by_their_words)};
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
