/* Words fall into the longest pieces that the vocabulary has, folded first; what it has not is unknown. */
#include "encoder/internal.h"

#include "unit.h"

static const char vocabulary[] = "[UNK]\nthe\nsay\n##so\n##s\nsays\n.\n\xe2\x80\x9c\ncafe\ne\n##e\n\xe4\xb8\xad\n";
enum { UNKNOWN, THE, SAY, SO, S, SAYS, STOP, QUOTE, CAFE, E, GOES_ON_E, HAN };

typedef struct Fold {
    uint32_t point, to;
} Fold;
static const Fold folds[] = {{' ', FOLD_SPACE}, {'.', '.' | FOLD_ALONE},      {'S', 's'}, {'T', 't'}, {0xE9, 'e'},
                             {0x301, 0},        {0x201C, 0x201C | FOLD_ALONE}};

static Pieces pieces(void)
{
    static uint8_t bytes[sizeof folds];
    for (size_t i = 0; i < COUNT(folds); i++)
        for (uint32_t k = 0; k < 4; k++) {
            bytes[i * 8 + k] = (uint8_t)(folds[i].point >> (8 * k));
            bytes[i * 8 + 4 + k] = (uint8_t)(folds[i].to >> (8 * k));
        }
    Section v = {.data = (const uint8_t *)vocabulary, .size = sizeof vocabulary - 1},
            f = {.data = bytes, .size = sizeof bytes};
    Pieces p;
    assert_true(pieces_open(&v, &f, UNKNOWN, &libc_allocator, &p));
    assert_int_equal(p.count, 12);
    return p;
}

static void falls(const Pieces *p, Text word, uint32_t count, const uint32_t *wanted)
{
    uint32_t found[MOST_PIECES];
    assert_int_equal(pieces_of(p, word, found), count);
    for (uint32_t i = 0; i < count; i++) assert_int_equal(found[i], wanted[i]);
}
#define FALLS(word, ...)                                                                                               \
    falls(&p, text_literal(word), COUNT(((const uint32_t[]){__VA_ARGS__})), (const uint32_t[]){__VA_ARGS__})

static void words(void **state)
{
    (void)state;
    Pieces p = pieces();
    FALLS("the", THE);
    FALLS("The", THE);
    FALLS("says", SAYS); /* the longest first */
    FALLS("eso", E, SO);
    FALLS("saye", SAY, GOES_ON_E);
    FALLS("sayso", UNKNOWN); /* says, and then there is no ##o: nobody goes back */
    FALLS("sayss", SAYS, S);
    FALLS("sayx", UNKNOWN); /* one end that has no piece takes all */
    FALLS("caf\xc3\xa9", CAFE);
    FALLS("cafe\xcc\x81", CAFE); /* an accent of its own */
    FALLS("\xe2\x80\x9cthe.", QUOTE, THE, STOP);
    FALLS("the says", THE, SAYS); /* a word with a space in it */
    FALLS("\xe4\xb8\xadthe", HAN, THE);
    FALLS("", UNKNOWN);
    FALLS("\xcc\x81", UNKNOWN);
    FALLS("\xff", UNKNOWN);
    pieces_close(&p, &libc_allocator);
}

static void long_words(void **state)
{
    (void)state;
    Pieces p = pieces();
    char word[4000];
    memset(word, 'e', sizeof word);
    uint32_t found[MOST_PIECES];
    assert_int_equal(pieces_of(&p, text_of(word, 100), found), MOST_PIECES); /* cut */
    assert_int_equal(found[0], E);
    assert_int_equal(found[MOST_PIECES - 1], GOES_ON_E);
    assert_int_equal(pieces_of(&p, text_of(word, 101), found), 1);
    assert_int_equal(found[0], UNKNOWN);
    memset(word, '.', sizeof word);
    assert_int_equal(pieces_of(&p, text_of(word, sizeof word), found), MOST_PIECES);
    pieces_close(&p, &libc_allocator);
}

/* Half a million lines that are all the same: in no time, and the first has it. */
static void equal_lines(void **state)
{
    (void)state;
    size_t size = (size_t)2 << 19;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++) text[i] = i % 2 ? '\n' : 'e';
    Section v = {.data = (const uint8_t *)text, .size = size}, f = {0};
    Pieces p;
    uint32_t found[MOST_PIECES];
    assert_int_equal(pieces_count(&v), 1 << 19);
    assert_true(pieces_open(&v, &f, 7, &libc_allocator, &p));
    assert_int_equal(pieces_of(&p, text_literal("e"), found), 1);
    assert_int_equal(found[0], 0);
    pieces_close(&p, &libc_allocator);
    free(text);
}

static void letters(void **state)
{
    (void)state;
    static const char *const words_of[] = {"12", "said", "Said", "SAID", "McKay"};
    for (uint32_t i = 0; i < COUNT(words_of); i++) assert_int_equal(letter_case(text_literal(words_of[i])), i);
    assert_int_equal(letter_case(text_literal("A")), 2);
    assert_int_equal(letter_case(text_literal("\xe2\x80\x9d")), 0);
    assert_int_equal(letter_case(text_literal("eBay")), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(long_words), cmocka_unit_test(letters),
                                       cmocka_unit_test(equal_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
