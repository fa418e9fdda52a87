/* Likeness: how probable it is that two say the same. What must hold of any weights: it is the same whichever comes first,
 * more in common is no less likely, what is denied, turned or counted otherwise is unlikely, and another day, an open or
 * another speaker is no likelier than the same. */
#include "said.h"

static Arena arena;

static const Body *body_of(const char *words, uint32_t speaker)
{
    Gist gist;
    Senses *senses = senses_make(&arena);
    Body *body = TAKE(&arena, Body, 1);
    assert_non_null(senses);
    assert_true(said_gist(words, speaker, &arena, &gist));
    assert_true(gist.term_count > 0);
    assert_true(body_make(text_literal(words), &gist, false, senses, &arena, body));
    return body;
}

static Uttered saying(const char *words, uint32_t speaker, int32_t day)
{
    return (Uttered){.body = body_of(words, speaker),
                    .actor = speaker,
                    .name = speaker ? name_term(text_literal(said_names[speaker - 1])) : 0,
                    .day = day,
                    .kind = speaker ? SAYSO_KIND_PERSON : SAYSO_KIND_UNNAMED};
}

static float alike(const Uttered *a, const Uttered *b)
{
    float p = likeness(a, b), q = likeness(b, a);
    assert_memory_equal(&p, &q, sizeof p);
    assert_true(p >= 0 && p <= 1);
    return p;
}

static float likeness_of(const char *a, const char *b)
{
    Uttered x = saying(a, 1, 20000), y = saying(b, 1, 20001);
    return alike(&x, &y);
}

static const char dredging[] = "that the eastern basin would reopen to grain ships once the dredging contract had been audited";

static void same_words(void **state)
{
    (void)state;
    assert_true(likeness_of(dredging, dredging) > 0.8f);
}

static void paraphrase(void **state)
{
    (void)state;
    assert_true(likeness_of(dredging, "grain ships may return to the eastern basin after an audit of the dredging contract") > 0.5f);
    assert_true(likeness_of("that the ministry endorsed the dredging contractor's tender in writing",
                            "the ministry's written endorsement of the dredging contractor's tender") > 0.5f);
}

static void another_matter(void **state)
{
    (void)state;
    assert_true(likeness_of(dredging, "that schools in the northern valley lack teachers of mathematics and music") < 0.1f);
    assert_true(likeness_of(dredging, "that the grain harvest of the upland farms fell short of all forecasts") < 0.2f);
}

/* What each of two says of himself is not the same; what one says of the other may be. */
static void of_themselves(void **state)
{
    (void)state;
    static const char own[] = "I will be the next director of the harbour board of Port Vellan";
    Uttered a = saying(own, 1, 20000), b = saying(own, 2, 20001), c = saying(own, 1, 20001);
    assert_true(alike(&a, &c) > 0.5f);
    assert_true(alike(&a, &b) <= 0.3f);
}

static void opposites(void **state)
{
    (void)state;
    assert_true(likeness_of("that the dredging contract had been audited by the harbour board's accountants",
                            "that the dredging contract had not been audited by the harbour board's accountants") <= 0.3f);
    float same = likeness_of("that the board raised the mooring fees of grain ships", "that the board raised the mooring fees of grain ships");
    assert_true(likeness_of("that the board raised the mooring fees of grain ships", "that the board cut the mooring fees of grain ships") < same);
}

static void another_number(void **state)
{
    (void)state;
    const char *a = "that 19 grain ships were waiting outside the breakwater of the eastern basin";
    assert_true(likeness_of(a, "that 19 grain ships waited outside the eastern basin's breakwater") > 0.5f);
    assert_true(likeness_of(a, "that 42 grain ships waited outside the eastern basin's breakwater") <= 0.3f);
}

static void another_speaker(void **state)
{
    (void)state;
    const char *other = "grain ships may return to the eastern basin after an audit of the dredging contract";
    Uttered a = saying(dredging, 1, 20000), b = saying(other, 1, 20000), c = saying(other, 0, 20000), d = saying(other, 2, 20000);
    assert_true(alike(&a, &b) > alike(&a, &c));
    assert_true(alike(&a, &b) > alike(&a, &d));
    assert_true(alike(&a, &d) > 0.1f); /* corroboration in other words */
}

/* "Haleko says that Corvane promised X" is not what Corvane said. */
static void outer_and_inner(void **state)
{
    (void)state;
    const char *inner = "to reopen the eastern basin to grain ships within a month";
    Uttered a = saying("that Corvane promised to reopen the eastern basin to grain ships within a month", 2, 20000);
    Uttered b = saying(inner, 1, 20000), c = saying(inner, 3, 20000);
    assert_true(alike(&a, &b) < alike(&a, &c));
}

static void acts(void **state)
{
    (void)state;
    Uttered a = saying(dredging, 1, 20000), b = a;
    b.act = SAYSO_ACT_DENY;
    assert_true(alike(&a, &b) <= 0.3f);
    b.act = SAYSO_ACT_ASK;
    assert_true(alike(&a, &b) <= 0.3f);
    b.act = SAYSO_ACT_STATE;
    b.negated = true;
    assert_true(alike(&a, &b) <= 0.3f);
}

static void time_passes(void **state)
{
    (void)state;
    static const int32_t apart[] = {0, 2, 7, 30, 365, 4000, INT32_MAX - 20000};
    float before = 1;
    for (size_t i = 0; i < COUNT(apart); i++) {
        Uttered a = saying(dredging, 1, 20000);
        Uttered b = saying("grain ships may return to the eastern basin after an audit of the dredging contract", 1, 20000 + apart[i]);
        float p = alike(&a, &b);
        assert_true(p <= before);
        before = p;
    }
    Uttered a = saying(dredging, 1, NO_DAY), b = saying(dredging, 1, 20000);
    assert_true(alike(&a, &b) > 0.5f);
}

static void more_in_common(void **state)
{
    (void)state;
    static const char *const steps[] = {"that the regatta of the upland rowing clubs begins at noon",
                                        "that the regatta in the eastern basin begins at noon",
                                        "that the eastern basin would reopen for the regatta",
                                        "that the eastern basin would reopen to grain ships for the regatta",
                                        "that the eastern basin would reopen to grain ships once the contract had been signed", dredging};
    float before = 0;
    for (size_t i = 0; i < COUNT(steps); i++) {
        float p = likeness_of(dredging, steps[i]);
        assert_true(p >= before);
        before = p;
    }
}

static void quoted_run(void **state)
{
    (void)state;
    const char *long_one = "\"I would rather explain a queue of ships than a funeral,\" and that the basin stays closed";
    const char *cut = "it was better to \"explain a queue of ships than a funeral\" to the dockers' families";
    const char *plain = "it was better to \"explain the delay of a convoy\" to the dockers' families";
    assert_true(likeness_of(long_one, cut) > 0.5f);
    assert_true(likeness_of(long_one, plain) < likeness_of(long_one, cut));
}

static void touching(void **state)
{
    (void)state;
    assert_true(bodies_touch(body_of(dredging, 1), body_of("an audit of the contract was promised to the crews", 1)));
    assert_false(bodies_touch(body_of(dredging, 1), body_of("schools in upland valleys lack teachers of music", 1)));
}

static void rarity(void **state)
{
    (void)state;
    assert_true(rarity_of(term_of(0x1234567, TERM_STEM)) > 7.0f); /* never met */
    assert_true(name_term(text_literal("Dorrit Haleko")) == name_term(text_literal("Haleko")));
    assert_true(name_term(text_literal("Dorrit Haleko Jr.")) == name_term(text_literal("Haleko")));
    assert_int_equal(name_term(text_literal("")), 0);
}

static void memory_runs_out(void **state)
{
    (void)state;
    Gist gist;
    Senses *senses = senses_make(&arena);
    assert_true(said_gist(dredging, 1, &arena, &gist));
    UnitMemory memory = {.fail_at = 1};
    for (bool done = false; !done; memory.fail_at++) {
        sayso_allocator allocator = {.resize = unit_resize, .context = &memory};
        Arena small;
        Body body;
        memory.calls = 0;
        arena_init(&small, &allocator, SIZE_MAX / 2);
        done = body_make(text_literal(dredging), &gist, true, senses, &small, &body);
        arena_free(&small);
        assert_int_equal(memory.live, 0);
        assert_true(memory.fail_at < 1000);
    }
}

static int clean(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

int main(void)
{
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(same_words, clean),      cmocka_unit_test_setup(paraphrase, clean),
        cmocka_unit_test_setup(another_matter, clean),  cmocka_unit_test_setup(opposites, clean),
        cmocka_unit_test_setup(another_number, clean),  cmocka_unit_test_setup(another_speaker, clean),
        cmocka_unit_test_setup(outer_and_inner, clean), cmocka_unit_test_setup(acts, clean),
        cmocka_unit_test_setup(time_passes, clean),     cmocka_unit_test_setup(more_in_common, clean),
        cmocka_unit_test_setup(quoted_run, clean),      cmocka_unit_test_setup(touching, clean),
        cmocka_unit_test_setup(rarity, clean),          cmocka_unit_test_setup(of_themselves, clean),
                 cmocka_unit_test_setup(memory_runs_out, clean),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
