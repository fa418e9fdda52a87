/* What is quoted, and the claims that it makes one: the same speaker and the same quoted words, however cut. All invented. */
#include "ledger/hand.h"

/* ---- stretches ---- */

typedef struct Marked {
    bool direct;
    const char *content, *stretches; /* with '|' between them */
} Marked;

static const Marked marked[] = {
    {false, "he was “tired” and “ill of it”", "tired|ill of it"},
    {false, "he was \"tired\" and \"ill of it\"", "tired|ill of it"},
    {false, "he was ''tired'' and ``ill of it''", "tired|ill of it"},
    {false, "he was «tired» of it", "tired"},
    {false, "the crews' boats weren't seaworthy", ""},
    {false, "tired of it,” and left", "tired of it,"}, /* the content begins inside of it */
    {false, "that “we are here", "we are here"},       /* and ends inside of it */
    {false, "that we are here", ""},
    {true, "We are here", "We are here"},
    {true, "“We are here,”", "We are here,"},
    {true, "\"We are here,\"", "We are here,"},
    {true, "“We”|“are here,”", "We|are here,"},
    {false, "“”", ""},
    /* another's words: a saying of somebody named in front of it; not one that is itself quoted, nor yesterday's */
    {false, "Haleko's call for “a truce at any price”", ""},
    {false, "a “mad” idea, the port’s warning that “the mole may go”", "mad"},
    {false, "today's call for “a truce at any price”", "a truce at any price"},
    {false, "her call for “a truce at any price”", "a truce at any price"},
    {false, "the port's “call for a truce” and “a loan”", "call for a truce|a loan"},
    {false, "that “Haleko's call for a truce” was “mad”", "Haleko's call for a truce|mad"},
    {true, "“Haleko's call for”|“a truce”", "Haleko's call for|a truce"},
    {false, "", ""},
};

static void quotation_marks_are_found(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    const Senses *senses = senses_make(&arena);
    assert_non_null(senses);
    for (size_t i = 0; i < COUNT(marked); i++) {
        Text text = text_literal(marked[i].content);
        Span spans[2] = {{0, (uint32_t)text.size}};
        const char *bar = strchr(marked[i].content, '|');
        if (bar) {
            spans[0].end = (uint32_t)(bar - marked[i].content);
            spans[1] = (Span){spans[0].end + 1, (uint32_t)text.size};
        }
        sayso_attribution a = {.contents = spans, .content_count = bar ? 2 : 1,
                               .form = marked[i].direct ? SAYSO_FORM_DIRECT : SAYSO_FORM_INDIRECT};
        Span *out;
        uint32_t count;
        char got[200] = "";
        assert_true(quotes_find(text, &a, senses, &arena, &out, &count));
        for (uint32_t k = 0; k < count; k++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", k ? "|" : "", (int)(out[k].end - out[k].begin),
                     text.data + out[k].begin);
        assert_string_equal(got, marked[i].stretches);
    }
    arena_free(&arena);
}

/* ---- what joins ---- */

#define HALEKO "Dorrit Haleko"
#define CRANES "the cranes were never inspected by anybody before the storm came down" /* twelve words */

static HandSaid by(const char *name, const char *content) { return (HandSaid){.name = name, .content = content}; }

static HandSaid open_one(const char *source, sayso_kind kind, const char *content)
{
    return (HandSaid){.source = source, .kind = kind, .content = content};
}

/* Two articles of years apart: one claim, whichever comes first. */
static bool are_one(HandSaid a, HandSaid b)
{
    bool same[2];
    for (int turn = 0; turn < 2; turn++) {
        Book h;
        hand_open(&h);
        int64_t first = hand_one(&h, "Meridian", "2016-03-03", turn ? b : a);
        int64_t second = hand_one(&h, "Northlight", "2026-09-09", turn ? a : b);
        int64_t x = hand_claim(&h, first, 1), y = hand_claim(&h, second, 1);
        same[turn] = x && x == y;
        hand_close(&h);
    }
    assert_int_equal(same[0], same[1]);
    return same[0];
}

typedef struct Pair {
    bool same;
    const char *a, *b;
} Pair;

static const Pair of_one_speaker[] = {
    /* the narration differs */
    {true, "of the ministry that “" CRANES "”", "after a night of talks with nine pilots, “" CRANES ",”"},
    /* brackets, ellipses, marks of another kind, two stretches */
    {true, "of the ministry that “[the port’s] cranes were never inspected by anybody before the storm”",
     "after a night of talks with nine pilots: “" CRANES ",”"},
    {true, "of the ministry that “the cranes [of Greyling] were never inspected by anybody before the storm”",
     "after a night of talks with nine pilots: “" CRANES ",”"},
    {true, "of the ministry that “the cranes were never inspected … before the storm came down on us all”",
     "after a night of talks with nine pilots: “" CRANES ",”"},
    {true, "of the ministry that “the cranes were never inspected by . . . the storm”", "after nine pilots: “" CRANES ",”"},
    {true, "of the ministry that ''" CRANES "''", "after a night of talks with nine pilots: \"" CRANES ",\""},
    {true, "of the ministry: “The cranes were never inspected|by anybody before the storm came down”",
     "after a night of talks with nine pilots: “" CRANES ",”"},
    /* six words in a row, and five */
    {true, "“they have waited nine long cold winters, so the barges were sold in Halmere”",
     "“we have waited nine long cold winters, and then the grain rotted under our feet”"},
    {false, "“they have waited nine cold winters, so the barges were sold in Halmere”",
     "“we have waited nine cold winters, and then the grain rotted under our feet”"},
    /* a short piece alone, and with more in common */
    {false, "that it was a “rigged system” of harbour taxes for Halmere", "of the “rigged system” of school primaries in Tolvany"},
    {true, "that the harbour levy on fishing crews was a “rigged system”",
     "about fishing crews, for whom the harbour levy is a “rigged system” made in Tolvany"},
    {false, "that he “liked” the bridge of Halmere", "that he “liked” the choir of Tolvany"},
    /* several short pieces */
    {true, "that the minister of the port was a “loser,” a “liar” and a “whiner”",
     "a “loser” of a minister, whom the port has to bear, a “liar” and then again a “whiner”"},
    {false, "that the bishop of Halmere was a “loser” and a “whiner”", "the judge in Tolvany was a “liar” and a “loser”"},
    /* another number, a negation, an opposite beside the words in common */
    {false, "of the fire that “nine people died in the harbour on Monday night”", "after talks, “seven people died in the harbour on Monday night”"},
    {false, "in Greyling that “the council is qualified to decide on this matter”",
     "after talks with pilots: “the council is not qualified to decide on this matter”"},
    {false, "in Greyling that “the council is qualified to decide on this matter”",
     "after talks with pilots: “the council isn't qualified to decide on this matter”"},
    {false, "in Greyling that “the council is qualified to decide on this matter”",
     "after talks: “I never said the council is qualified to decide on this matter”"},
    {false, "in Greyling that “the levy on the crews of Halmere will rise”", "after talks: “the levy on the crews of Halmere will fall”"},
    {true, "in Greyling that “the council is not qualified to decide on this matter”",
     "after talks with pilots: “the council is not qualified to decide on this matter. Nobody is.”"},
    /* what both deny, the one denies once more in an aside; not where nobody denied it before, nor where the words go
     * elsewhere */
    {true, "“I tell you there has never been a pilot in this town more tired of the fog than Haleko”",
     "to the choir: “I tell you there has never been a pilot in this town, not me, not Ansel, nobody, more tired of the fog”"},
    {true, "in Greyling, “never been a pilot in this town more tired of the fog than Haleko of Halmere”",
     "to the choir: “never been a pilot in this town - not me, nobody - more tired of the fog than Haleko of Halmere”"},
    {false, "“I tell you there has always been a pilot in this town more tired of the fog than Haleko”",
     "to the choir: “I tell you there has always been a pilot in this town not more tired of the fog than Haleko”"},
    {false, "“I have never told a pilot in this town to stay, more tired of the fog than anybody”",
     "to the choir: “I have never told a pilot in this town to stay, not once, and nobody has”"},
    /* a piece, and all that is said round it stands in the other */
    {true, "that Threlk is “soft as lamp oil”",
     "he is “soft on the levy, you all know that. Soft - Threlk - soft. Soft as lamp oil.”"},
    {false, "that Emsworth is “soft as lamp oil”",
     "he is “soft on the levy, you all know that. Soft - Threlk - soft. Soft as lamp oil.”"},
    /* another's words behind his call for them */
    {false, "Threlk's call for “a total and complete halt of all ships that come into the harbour”",
     "after nine pilots: “a total and complete halt of all ships that come into the harbour”"},
    /* unquoted words of one speaker are not a quotation */
    {false, "of the ministry that " CRANES " and that nobody in Halmere had asked why",
     "after a night of talks with nine pilots of the northern lighthouse that " CRANES},
};

static void the_same_speakers_quoted_words_are_one_claim(void **state)
{
    (void)state;
    uint32_t wrong = 0;
    for (size_t i = 0; i < COUNT(of_one_speaker); i++) {
        const Pair *p = &of_one_speaker[i];
        if (are_one(by(HALEKO, p->a), by(HALEKO, p->b)) == p->same) continue;
        print_error("%s: %s / %s\n", p->same ? "parted" : "joined", p->a, p->b);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

#define ONE "of the ministry in Greyling that “" CRANES "”"
#define OTHER "after a night of talks with nine pilots of the northern lighthouse: “" CRANES "”"

static void another_speaker_is_another_claim(void **state)
{
    (void)state;
    assert_true(are_one(by(HALEKO, ONE), by(HALEKO, OTHER)));
    assert_true(are_one(by(HALEKO, ONE), by("Haleko", OTHER)));
    assert_false(are_one(by(HALEKO, ONE), by("Ansel Threlk", OTHER)));
    assert_false(are_one(by(HALEKO, ONE), by("Conrad Haleko", OTHER)));
    HandSaid both = by("Ansel Threlk", OTHER); /* named together with her: they are holders each */
    both.other = HALEKO;
    both.source = "Threlk and Haleko";
    assert_true(are_one(by(HALEKO, ONE), both));
}

/* Whom an article leaves open may be the one whom another names, where nine words are the same and nothing contradicts. */
static void an_open_speaker_joins_by_nine_words(void **state)
{
    (void)state;
    static const char eight[] = "after a night of talks with nine pilots: “never inspected by anybody before the storm came, and rain”";
    static const char nine[] = "after a night of talks with nine pilots: “were never inspected by anybody before the storm came, and rain”";
    assert_true(are_one(by(HALEKO, ONE), open_one("she", SAYSO_KIND_PERSON, OTHER)));
    assert_true(are_one(by(HALEKO, ONE), open_one("the auditor", SAYSO_KIND_UNNAMED, nine)));
    assert_false(are_one(by(HALEKO, ONE), open_one("the auditor", SAYSO_KIND_UNNAMED, eight)));
    assert_false(are_one(by(HALEKO, ONE), open_one("the report", SAYSO_KIND_DOCUMENT, OTHER)));
    assert_false(are_one(by(HALEKO, ONE), open_one("the ministry", SAYSO_KIND_ORGANIZATION, OTHER)));
    assert_true(are_one(open_one("an official", SAYSO_KIND_UNNAMED, ONE), open_one("she", SAYSO_KIND_PERSON, OTHER)));
    assert_false(are_one(open_one("an official", SAYSO_KIND_UNNAMED, ONE), open_one("the report", SAYSO_KIND_DOCUMENT, OTHER)));
}

/* What A says that B says is not what B says, in whatever order articles tell it. */
static void outer_and_inner_are_two(void **state)
{
    (void)state;
    static const char *const outers[] = {"that Ansel Threlk had said “" CRANES "”", "“Ansel Threlk said that " CRANES "”",
                                         "“I have said that " CRANES "”"};
    for (size_t i = 0; i < COUNT(outers); i++) {
        Book h;
        hand_open(&h);
        HandSaid said[] = {by(HALEKO, outers[i]), by(i == 2 ? HALEKO : "Ansel Threlk", CRANES)};
        said[0].direct = i > 0;
        said[1].within = 1;
        HandArticle article = {.label = "a", .said = said, .count = 2, .before = hand_prose(&h)};
        for (int turn = 0; turn < 3; turn++) {
            int64_t id = hand_add(&h, &article), outer = hand_claim(&h, id, 1), inner = hand_claim(&h, id, 2);
            assert_true(inner && outer != inner);
            hand_again(&h, id, &article);
            assert_int_equal(hand_claim(&h, id, 2), inner);
            assert_int_equal(hand_claim(&h, id, 1), outer);
            article.before = hand_prose(&h);
            (void)hand_one(&h, "Northlight", "2026-03-04", by("Ansel Threlk", "“" CRANES "”"));
        }
        hand_close(&h);
    }
}

/* "I have said that X", and X, are two; who says X again makes them no one. */
static void who_repeats_both_makes_them_not_one(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        Book h;
        hand_open(&h);
        HandSaid said[] = {by(HALEKO, "“I have told Tolvany that " CRANES " upon us”"), by(HALEKO, CRANES)};
        said[0].direct = said[1].direct = true;
        said[1].within = 1;
        HandArticle article = {.label = "a", .said = said, .count = 2, .before = hand_prose(&h)};
        int64_t repeated = turn ? hand_one(&h, "Northlight", "2026-03-04", by(HALEKO, OTHER)) : 0;
        int64_t id = hand_add(&h, &article);
        if (!turn) repeated = hand_one(&h, "Northlight", "2026-03-04", by(HALEKO, OTHER));
        int64_t outer = hand_claim(&h, id, 1), inner = hand_claim(&h, id, 2), claim = hand_claim(&h, repeated, 1);
        assert_int_not_equal(outer, inner);
        assert_true(claim == outer || claim == inner);
        hand_close(&h);
    }
}

#define FIRST "nobody in the harbour had seen the letter until the day of the vote"
#define SECOND "we shall rebuild the northern breakwater with stone from our own quarries"

/* Two that were told apart until somebody quoted both together. */
static void a_bridge_makes_two_claims_one(void **state)
{
    (void)state;
    Book h;
    hand_open(&h);
    int64_t a = hand_one(&h, "Meridian", "2026-03-03", by(HALEKO, "in Greyling that “" FIRST "”"));
    int64_t b = hand_one(&h, "Northlight", "2026-03-04", by(HALEKO, "at the opera: “" SECOND "”"));
    int64_t old = hand_number(&h, "SELECT claim FROM attribution WHERE article = ?1", b, 0), low = hand_claim(&h, a, 1);
    assert_int_not_equal(low, old);
    int64_t c = hand_one(&h, "Lantern", "2026-03-05", by(HALEKO, "“" FIRST ", and " SECOND "”"));
    assert_int_equal(hand_claim(&h, a, 1), low);
    assert_int_equal(hand_claim(&h, b, 1), low);
    assert_int_equal(hand_claim(&h, c, 1), low);
    ClaimAnswer answer; /* the number that was cited still leads there */
    assert_int_equal(ledger_claim(h.ledger, old, &(Scope){0}, &h.arena, &answer, NULL), SAYSO_OK);
    assert_int_equal(answer.claim.id, low);
    assert_int_equal(answer.statements.count, 3);
    assert_int_equal(answer.claim.origin_count, 1);
    int64_t d = hand_one(&h, "Harbour", "2026-03-06", by(HALEKO, "on the wireless, “" SECOND "”"));
    assert_int_equal(hand_claim(&h, d, 1), low);
    hand_close(&h);
}

/* The whole, and pieces of it: who quotes more makes nothing new of what was quoted before. */
static void pieces_come_to_one_in_any_order(void **state)
{
    (void)state;
    static const char *const said[] = {"in Greyling that “" FIRST "”", "“" FIRST ", and " SECOND "”", "at the opera: “" SECOND "”",
                                       "that “nobody in the harbour had seen the letter until the day”",
                                       "to shipwrights: “rebuild the northern breakwater with stone from our own quarries”"};
    uint64_t seed = 11;
    for (int round = 0; round < 12; round++) {
        Book h;
        uint32_t order[COUNT(said)];
        int64_t ids[COUNT(said)], claim = 0;
        for (uint32_t i = 0; i < COUNT(said); i++) order[i] = i;
        for (uint32_t i = COUNT(said); i > 1; i--) {
            uint32_t k = unit_below(&seed, i), t = order[i - 1];
            order[i - 1] = order[k];
            order[k] = t;
        }
        hand_open(&h);
        for (uint32_t i = 0; i < COUNT(said); i++) ids[i] = hand_one(&h, "Meridian", "2026-03-03", by(HALEKO, said[order[i]]));
        for (uint32_t i = 0; i < COUNT(said); i++) {
            int64_t now = hand_claim(&h, ids[i], 1);
            assert_true(now && (!claim || now == claim));
            claim = now;
        }
        hand_close(&h);
    }
}

/* Who is named later is found by his own words, though they were laid to nobody before. */
static void who_is_named_later_is_found(void **state)
{
    (void)state;
    Book h;
    hand_open(&h);
    int64_t a = hand_one(&h, "Meridian", "2026-03-03", open_one("she", SAYSO_KIND_PERSON, ONE));
    int64_t b = hand_one(&h, "Northlight", "2026-03-04", by(HALEKO, OTHER));
    int64_t c = hand_one(&h, "Lantern", "2026-03-05", by(HALEKO, "on the wireless: “never inspected by anybody before the storm, that is all”"));
    assert_int_equal(hand_claim(&h, b, 1), hand_claim(&h, a, 1));
    assert_int_equal(hand_claim(&h, c, 1), hand_claim(&h, a, 1));
    hand_close(&h);
}

/* Ten thousand who repeat one sentence keep it once. */
static void what_was_quoted_before_is_not_kept_again(void **state)
{
    (void)state;
    Book h;
    hand_open(&h);
    for (int i = 0; i < 200; i++) (void)hand_one(&h, "Meridian", "2026-03-03", by(HALEKO, i % 2 ? ONE : OTHER));
    assert_int_equal(hand_number(&h, "SELECT count(*) FROM quote", 0, 0), 1);
    assert_int_equal(hand_number(&h, "SELECT count(*) FROM claim WHERE statements > 0", 0, 0), 1);
    hand_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotation_marks_are_found),
        cmocka_unit_test(the_same_speakers_quoted_words_are_one_claim),
        cmocka_unit_test(another_speaker_is_another_claim),
        cmocka_unit_test(an_open_speaker_joins_by_nine_words),
        cmocka_unit_test(outer_and_inner_are_two),
        cmocka_unit_test(who_repeats_both_makes_them_not_one),
        cmocka_unit_test(a_bridge_makes_two_claims_one),
        cmocka_unit_test(who_is_named_later_is_found),
        cmocka_unit_test(pieces_come_to_one_in_any_order),
        cmocka_unit_test(what_was_quoted_before_is_not_kept_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
