/* Hostile inputs: each is a pattern repeated to some length. Whatever it is, the library must answer or refuse with a
 * status, in time that grows in proportion: twice the input may take at most three times as long.
 *
 *   pathological NAME [--size BYTES]      one input; the time of each size on standard output
 *   pathological NAME --floor             a megabyte of it takes 200 MB and ten times plain news' time at most
 *   pathological --list */
#include <sys/resource.h>
#include <time.h>

#include "base/base.h"
#include "public.h"

#define MEGABYTE ((size_t)1 << 20)
#define USUAL ((size_t)100000)
#define MOST_SECONDS 120.0
#define MOST_GROWTH 3.0
#define TOO_SHORT 0.2 /* seconds: below, growth is noise */

typedef struct Input {
    const char *name, *pattern;
    size_t pattern_size; /* 0: up to the NUL */
    size_t size;         /* bytes; 0: USUAL */
} Input;

static const Input inputs[] = {
    {"straight-quotes", "\"", 0, MEGABYTE},
    {"opening-quotes", "\xe2\x80\x9c", 0, MEGABYTE},
    {"closing-quotes", "\xe2\x80\x9d", 0, 0},
    {"apostrophes", "'", 0, MEGABYTE},
    {"spaced-quotes", "\" ", 0, 0},
    {"quotes-and-newlines", "\"\n", 0, 0},
    {"open-quote-each-paragraph", "\xe2\x80\x9c""a\n\n", 0, 0},
    {"nested-quotes", "\xe2\x80\x9cHe said \xe2\x80\x98she said ", 0, 0},
    {"one-sentence", "word ", 0, 1000000}, /* 200,000 words */
    {"said", "said ", 0, 0},
    {"said-that", "he said that ", 0, 0},
    {"said-in-quotes", "\xe2\x80\x9cYes,\xe2\x80\x9d he said, \xe2\x80\x9cno.\xe2\x80\x9d ", 0, 0},
    {"according-to", "according to officials, ", 0, 0},
    {"he-said-between", "the wall, he said, ", 0, 0},
    {"claims-that", "the claim that it ", 0, 0},
    {"signed-quotes", "\xe2\x80\x9cIt is.\xe2\x80\x9d \xe2\x80\x94 Bell\n", 0, 0},
    {"one-paragraph", "The minister said it. ", 0, 0},
    {"commas", ",", 0, 0},
    {"full-stops", ".", 0, 0},
    {"spaced-full-stops", "a . ", 0, 0},
    {"abbreviations", "U.S. Sen. ", 0, 0},
    {"hyphens", "a-", 0, 0},
    {"dashes", "\xe2\x80\x94", 0, 0},
    {"contractions", "n't", 0, 0},
    {"clitics", "'s 'd 'll ", 0, 0},
    {"address", "http://a.b/", 0, 0},
    {"digits", "7", 0, 0},
    {"commas-in-digits", "1,", 0, 0},
    {"no-spaces", "a", 0, MEGABYTE},
    {"capitals", "A", 0, 0},
    {"opening-brackets", "(", 0, 100000},
    {"nested-brackets", "(a [b ", 0, 0},
    {"newlines", "\n", 0, 50000},
    {"carriage-returns", "\r", 0, 0},
    {"a-word-a-line", "a\n", 0, 0},
    {"a-word-a-paragraph", "a\n\n", 0, 0},
    {"spaces", " ", 0, 0},
    {"NULs", "\0", 1, 0},
    {"NULs-in-words", "a\0 ", 3, 0},
    {"controls", "\x01\x1b[0m\x7f ", 0, 0},
    {"lone-continuation-bytes", "\x80", 0, 0},
    {"cut-sequences", "\xe2\x80 ", 0, 0},
    {"bytes-FF", "\xff", 0, 0},
    {"Windows-1252", "\x93Yes,\x94 he said. caf\xe9 ", 0, 0},
    {"byte-order-marks", "\xef\xbb\xbf", 0, 0},
    {"zero-width-joiners", "\xe2\x80\x8d", 0, 0},
    {"combining-marks", "\xcc\x81", 0, 0},
    {"emoji", "\xf0\x9f\x98\x80", 0, 0},
    {"right-to-left", "\xe2\x80\xae\xd7\x90 ", 0, 0},
    {"line-separators", "\xe2\x80\xa8", 0, 0},
    {"date-lines", "date 2026-03-07 ", 0, 0},
    {"markup", "<p><![CDATA[", 0, 0},
    {"colliding-words", NULL, 0, 0},
    {"over-the-limit", "a", 0, 100 * MEGABYTE},
};

/* Words whose hashes share their low sixteen bits. */
static void fill_colliding(char *out, size_t size)
{
    uint64_t counter = 0;
    char word[8] = "aaaaaaa";
    for (size_t at = 0; at + 8 < size && at < 16000;) {
        uint64_t x = hash_mix(++counter);
        for (size_t i = 0; i < 7; i++, x /= 26) word[i] = (char)('a' + x % 26);
        if (hash_bytes(word, 7, 0) & 0xFFFF) continue;
        memcpy(out + at, word, 7);
        out[at + 7] = ' ';
        at += 8;
    }
    for (size_t at = 16000; at < size; at++) out[at] = out[at - 16000];
}

static size_t pattern_length(const Input *in)
{
    return !in->pattern ? 0 : in->pattern_size ? in->pattern_size : strlen(in->pattern);
}

static Bytes make(const Input *in, size_t size)
{
    Bytes b = {malloc(size + 1), size, size + 1};
    if (!b.data) die("out of memory", NULL);
    size_t n = pattern_length(in);
    for (size_t i = 0; n && i < size; i++) b.data[i] = in->pattern[i % n];
    if (!n) fill_colliding(b.data, size);
    return b;
}

static int count(void *context, const char *data, size_t size)
{
    (void)data;
    *(size_t *)context += size;
    return 0;
}

static void check_spans(const sayso_document *d)
{
    size_t size = sayso_document_text(d).size;
    for (size_t i = 0; i < sayso_document_attributions(d); i++) {
        sayso_attribution a;
        if (sayso_document_attribution(d, i, &a, sizeof a)) die("an attribution is missing", NULL);
        bool inside = a.source.begin <= a.source.end && a.source.end <= size && a.cue.begin <= a.cue.end &&
                      a.cue.end <= size && a.content_count > 0;
        for (uint32_t k = 0; k < a.content_count; k++)
            inside = inside && a.contents[k].begin < a.contents[k].end && a.contents[k].end <= size;
        if (!inside) die("a span leaves the text", NULL);
    }
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* whatever else the machine does */
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Seconds to read the input and write it in every format. */
static double read_and_write(sayso_session *session, const Bytes *bytes)
{
    sayso_article article = {.size = sizeof article, .bytes = {bytes->data, bytes->size}};
    sayso_document *document;
    sayso_error error = {0};
    double start = seconds();
    sayso_status status = sayso_analyse(session, &article, &document, &error);
    if (status) {
        printf("  refused: %s\n", error.message);
        if (document || !error.message[0] || error.status != status) die("a bad refusal", NULL);
        return seconds() - start;
    }
    check_spans(document);
    for (int format = SAYSO_FORMAT_TABLE; format <= SAYSO_FORMAT_DUMP_EVENT; format++) {
        size_t written = 0;
        if (sayso_document_write(document, (sayso_format)format, NULL, count, &written, &error))
            die("cannot write", &error);
    }
    size_t written = 0;
    sayso_write_options options = {.size = sizeof options, .explain = 1};
    if (sayso_document_write(document, SAYSO_FORMAT_TABLE, &options, count, &written, &error)) die("cannot explain", &error);
    printf("  %zu words, %zu attributions\n", sayso_document_words(document), sayso_document_attributions(document));
    sayso_document_free(document);
    return seconds() - start;
}

static int run(const Input *in, size_t size)
{
    sayso_engine *engine = open_engine();
    sayso_session *session = open_session(engine);
    /* whole patterns in both halves: a letter cut in two would make the text Windows-1252 and its words three times as many */
    size_t n = 2 * pattern_length(in);
    if (n && n <= size) size -= size % n;
    Bytes whole = make(in, size), half = {whole.data, size / 2, 0};
    bool ok = false;
    for (int attempt = 0; attempt < 3 && !ok; attempt++) {
        double first = read_and_write(session, &half), second = read_and_write(session, &whole);
        printf("%s: %zu bytes in %.2f s, %zu in %.2f s\n", in->name, half.size, first, whole.size, second);
        ok = second < TOO_SHORT || second <= MOST_GROWTH * first;
        if (second > MOST_SECONDS) return 1;
    }
    free(whole.data);
    sayso_session_close(session);
    sayso_engine_close(engine);
    if (!ok) printf("%s: time grows faster than the input\n", in->name);
    return !ok;
}

/* ---- floors ---- */

#define MOST_MEGABYTES 200
#define MOST_TIMES 10.0

/* Plain news, as much of it: the samples again and again. */
static Bytes plain_news(size_t size)
{
    static const char *const names[] = {"01-wire", "04-denial", "05-follow-up", "06-confirmation-and-retraction"};
    Bytes news = {malloc(size + 1), 0, size + 1};
    const char *root = getenv("SAYSO_SOURCE_ROOT");
    if (!news.data) die("out of memory", NULL);
    for (size_t i = 0; news.size < size; i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/data/sample/%s.txt", root ? root : ".", names[i % COUNT(names)]);
        Bytes one = read_bytes(path);
        if (!one.size) die(path, NULL);
        size_t n = one.size < size - news.size ? one.size : size - news.size;
        memcpy(news.data + news.size, one.data, n);
        news.size += n;
        free(one.data);
    }
    while (news.size && ((uint8_t)news.data[news.size - 1] & 0x80)) news.size--; /* no letter cut in two */
    return news;
}

static double analyse_alone(sayso_session *session, const Bytes *bytes)
{
    sayso_article article = {.size = sizeof article, .bytes = {bytes->data, bytes->size}};
    sayso_document *document;
    sayso_error error = {0};
    double start = seconds();
    if (sayso_analyse(session, &article, &document, &error)) printf("  refused: %s\n", error.message);
    double took = seconds() - start;
    sayso_document_free(document);
    return took;
}

static int run_floor(const Input *in)
{
    sayso_engine *engine = open_engine();
    sayso_session *session = open_session(engine);
    size_t n = pattern_length(in), part = MEGABYTE / 8;
    Bytes hostile = make(in, n ? MEGABYTE - MEGABYTE % n : MEGABYTE), plain = plain_news(part);
    double took = analyse_alone(session, &hostile), usual = analyse_alone(session, &plain) * 8;
    struct rusage used;
    (void)getrusage(RUSAGE_SELF, &used);
    long megabytes = used.ru_maxrss / 1024;
    printf("%s: %ld MB, %.2f s, %.1f times plain news\n", in->name, megabytes, took, took / usual);
    free(hostile.data);
    free(plain.data);
    sayso_session_close(session);
    sayso_engine_close(engine);
    return megabytes > MOST_MEGABYTES || took > MOST_TIMES * usual;
}

/* Sanitizers are some ten times slower; the same table, a tenth as long. */
static size_t size_here(const Input *in)
{
    const char *sanitized = getenv("SAYSO_SANITIZED"), *longer = getenv("SAYSO_LONG");
    size_t size = in->size ? in->size : longer && *longer == '1' ? 4 * USUAL : USUAL;
    if (size > 8 * MEGABYTE) return size;
    return sanitized && *sanitized == '1' ? size / 10 : size;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < COUNT(inputs); i++) {
        if (argc > 2 && !strcmp(argv[1], inputs[i].name) && !strcmp(argv[2], "--floor")) return run_floor(&inputs[i]);
        if (argc > 1 && !strcmp(argv[1], inputs[i].name))
            return run(&inputs[i], argc > 3 ? (size_t)strtoull(argv[3], NULL, 10) : size_here(&inputs[i]));
        if (argc == 2 && !strcmp(argv[1], "--list")) puts(inputs[i].name);
    }
    return argc == 2 && !strcmp(argv[1], "--list") ? 0 : 2;
}
