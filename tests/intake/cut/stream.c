/* Files, folders, standard input: the arguments one after the other, and what each says where it cannot be read. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/ioctl.h>

#include "intake/ways.h"

static void reads_a_file(void **state)
{
    (void)state;
    write_text("harbour.news.txt", "The harbour is closed.");
    assert_said("harbour.news.txt", "harbour.news.txt [harbour.news] text 'The harbour is closed.'\n");
    write_text("empty", "");
    assert_said("empty", "empty [empty] text ''\n");
    assert_int_equal(mkdir("sub", 0700), 0);
    write_text("sub/.hidden", "Hidden, but named.");
    assert_said("sub/.hidden", "sub/.hidden [.hidden] text 'Hidden, but named.'\n");
}

static void reads_no_more_than_tells_too_much(void **state)
{
    (void)state;
    char text[5000];
    memset(text, 'x', sizeof text);
    write_file("long.txt", text, sizeof text);
    const char *input = "long.txt";
    Said said = said_by_one(input, INTAKE_ANY, 100);
    assert_int_equal(said.bytes, 101);
    assert_non_null(strstr(said.text, "… of 5000\n"));
    free(said.text);
    memcpy(text, "<html>", 6);
    write_file("long.html", text, sizeof text);
    input = "long.html";
    said = said_by_one(input, INTAKE_ANY, 100);
    assert_int_equal(said.bytes, 801);
    free(said.text);

    IntakeOptions options = {.max_article = 2};
    char json[] = "{\"text\": \"He said so.\"}";
    Piece piece = {.format = INTAKE_JSON, .data = json, .size = sizeof json - 1, .length = 5000};
    Read r;
    read_begin(&r);
    assert_int_equal(piece_read(&piece, &options, &r.arena, &r.found, &r.error), SAYSO_ERROR_LIMIT);
    assert_string_equal(r.error.message, "what the article lies in is 5000 bytes long and the limit is 16, 8 times an "
                                         "article's; raise it with --max-article");
    options.max_article = 1;
    piece.length = 0;
    assert_int_equal(piece_read(&piece, &options, &r.arena, &r.found, &r.error), SAYSO_ERROR_LIMIT);
    assert_string_equal(r.error.message, "what the article lies in is at least 23 bytes long and the limit is 8, 8 times "
                                         "an article's; raise it with --max-article");
    options.max_article = 10;
    assert_int_equal(piece_read(&piece, &options, &r.arena, &r.found, &r.error), SAYSO_ERROR_LIMIT);
    assert_string_equal(r.error.message,
                        "the article is 11 bytes long and the limit is 10; raise it with --max-article");
    /* text is handed on as it is: whether it is text at all comes before its length */
    piece = (Piece){.format = INTAKE_TEXT, .data = text, .size = 11, .length = 5000};
    assert_int_equal(piece_read(&piece, &options, &r.arena, &r.found, &r.error), SAYSO_OK);
    assert_int_equal(r.found.text.size, 11);
    arena_free(&r.arena);
}

static void reads_folders_by_name(void **state)
{
    (void)state;
    assert_int_equal(mkdir("news", 0700) || mkdir("news/inner", 0700) || mkdir("none", 0700), 0);
    write_text("news/b.txt", "B");
    write_text("news/a.txt", "A");
    write_text("news/B.txt", "upper");
    write_text("news/\xC3\xA9.txt", "accent");
    write_text("news/.hidden", "no");
    write_text("news/out.json", "{}");
    write_text("news/inner/c.txt", "no");
    write_text("last.txt", "L");
    assert_int_equal(symlink("../last.txt", "news/link.txt") || symlink("nowhere", "news/broken"), 0);
    struct stat st;
    assert_int_equal(stat("news/out.json", &st), 0);
    const char *inputs[] = {"news/", "none", "last.txt"};
    IntakeOptions options = {
        .inputs = inputs, .input_count = 3, .max_article = 1000, .output = {true, st.st_dev, st.st_ino}};
    Said said = said_of(&options);
    assert_string_equal(said.text, "news/B.txt [B] text 'upper'\n"
                                   "news/a.txt [a] text 'A'\n"
                                   "news/b.txt [b] text 'B'\n"
                                   "news/link.txt [link] text 'L'\n"
                                   "news/\xC3\xA9.txt [\xC3\xA9] text 'accent'\n"
                                   "news/ [] ! 1 folder in it was passed over; -r reads them, too\n"
                                   "none [none] ! the folder holds no files\n"
                                   "last.txt [last] text 'L'\n");
    free(said.text);
}

static void refuses_xml_of_other_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *said;
    } cases[] = {
        {"<?xml version=\"1.0\"?><urlset><url><loc>https://a.example/1</loc></url></urlset>", "it is a sitemap"},
        {"<sitemapindex xmlns=\"x\"></sitemapindex>\n", "it is an index of sitemaps"},
        {"<!-- a sample -->\n<Sentences><Text>The union said no.</Text></Sentences>", "XML of a kind that is not known here (<Sentences>)"},
        {"<nitf><body>The union said no.</body></nitf>", "XML of a kind that is not known here (<nitf>)"},
        {"<x:y>The union said no.</x:y>", "XML of a kind that is not known here (<y>)"},
        {"<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>", "an answer in XML"},
        {"<DOC id=\"1\">\n<P>\nNo.\n</P>\n</DOC>\n", "SGML whose first <DOC> has no <TEXT>"},
        {"<b>The union</b> said no.", NULL},
        {"<The mayor> said no.", NULL},
        {"<b>The union said no.</b>", NULL},
        {"<mayor> She said no. </mayor> she said", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_text("x", cases[i].bytes);
        const char *input = "x";
        Said said = said_by_one(input, INTAKE_ANY, 1000);
        assert_int_equal(said.pieces, 1);
        assert_int_equal(said.problems, cases[i].said != NULL);
        if (cases[i].said) assert_non_null(strstr(said.text, cases[i].said));
        free(said.text);
        said = said_by_one(input, INTAKE_TEXT, 1000);
        assert_int_equal(said.problems, 0);
        free(said.text);
    }
}

static void says_what_cannot_be_opened(void **state)
{
    (void)state;
    write_text("good.txt", "Good.");
    assert_int_equal(mkfifo("pipe", 0600), 0);
    const char *inputs[] = {"missing.txt", "pipe", "", "good.txt/x", "good.txt"};
    Said said = said_by(inputs, COUNT(inputs), INTAKE_ANY, 1000);
    assert_string_equal(said.text, "missing.txt [missing] ! there is no such file\n"
                                   "pipe [pipe] ! it is a pipe that nobody writes to\n"
                                   "'' [] ! there is no such file\n"
                                   "good.txt/x [x] ! Not a directory\n"
                                   "good.txt [good] text 'Good.'\n");
    free(said.text);
}

/* Each word once the one before it has been read. */
static void *write_to_pipe(void *context)
{
    int file = *(int *)context, left = 0;
    for (int i = 0; i < 3 && write(file, "Slow. ", 6) == 6; i++)
        while (!ioctl(file, FIONREAD, &left) && left) usleep(500);
    close(file);
    return NULL;
}

static void waits_for_a_pipe_that_is_written_to(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    int file = open("pipe", O_RDWR);
    pthread_t writer;
    assert_true(file >= 0);
    assert_int_equal(pthread_create(&writer, NULL, write_to_pipe, &file), 0);
    assert_said("pipe", "pipe [pipe] text 'Slow. Slow. Slow. '\n");
    pthread_join(writer, NULL);
}

static void reads_standard_input(void **state)
{
    (void)state;
    int before = dup(STDIN_FILENO);
    for (unsigned i = 0; i < 2; i++) {
        write_text("input", "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n");
        int file = open("input", O_RDONLY);
        assert_true(file >= 0 && dup2(file, STDIN_FILENO) == STDIN_FILENO);
        close(file);
        const char *input = "-";
        Said said = said_by(&input, i, INTAKE_ANY, 1000);
        assert_string_equal(said.text, "standard input: line 1 [stdin-1] json '{\"text\": \"One.\"}'\n"
                                       "standard input: line 2 [stdin-2] json '{\"text\": \"Two.\"}'\n");
        free(said.text);
    }
    write_text("input", "Plain.");
    int file = open("input", O_RDONLY);
    assert_true(file >= 0 && dup2(file, STDIN_FILENO) == STDIN_FILENO);
    close(file);
    assert_said("-", "standard input [stdin] text 'Plain.'\n");
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0); /* it is not ours to close */
    file = open(".", O_RDONLY);
    assert_true(file >= 0 && dup2(file, STDIN_FILENO) == STDIN_FILENO);
    close(file);
    assert_said("-", "standard input [stdin] ! it is a folder\n");
    dup2(before, STDIN_FILENO);
    close(before);
}

static size_t open_files(void)
{
    size_t n = 0;
    DIR *directory = opendir("/proc/self/fd");
    if (!directory) return 0;
    while (readdir(directory)) n++;
    closedir(directory);
    return n;
}

static void holds_one_file_open(void **state)
{
    (void)state;
    assert_int_equal(mkdir("many", 0700), 0);
    for (int i = 0; i < 50; i++) {
        char name[32];
        snprintf(name, sizeof name, "many/%02d.jsonl", i);
        write_text(name, "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n");
    }
    IntakeOptions options = {.inputs = (const char *const[]){"many"}, .input_count = 1, .max_article = 1000};
    Intake *intake;
    size_t before = open_files(), count = 0;
    assert_int_equal(intake_open(&options, &intake, NULL), SAYSO_OK);
    for (Piece p; intake_next(intake, &p); piece_free(&p), count++) {
        struct stat st;
        char name[32];
        snprintf(name, sizeof name, "many/%02zu.jsonl", count / 2);
        assert_int_equal(stat(name, &st), 0);
        assert_true(p.place.known && p.place.device == st.st_dev && p.place.number == st.st_ino);
        assert_in_range(open_files(), 0, before + 1);
    }
    intake_close(intake);
    assert_int_equal(count, 100);
    assert_int_equal(open_files(), before);
}

static bool many(const char *a, const char *b, IntakeFormat format)
{
    const char *inputs[] = {a, b};
    IntakeOptions options = {.inputs = inputs, .input_count = (size_t)(a != NULL) + (b != NULL), .format = format};
    return intake_is_many(&options);
}

static void knows_whether_many_come(void **state)
{
    (void)state;
    write_text("one.txt", "One.");
    write_text("one.json", "{\"text\": \"One.\"}");
    write_text("two.json", " [{\"text\": \"One.\"}]");
    write_text("two.jsonl", "{\"text\": \"One.\"}\n");
    write_text("records", "{\"format\":1,\"article\":{}}\n{\"format\":1,\"article\":{}}\n");
    write_text("crawl.warc", "WARC/1.0\r\n");
    assert_false(many(NULL, NULL, INTAKE_ANY));
    assert_false(many("-", NULL, INTAKE_ANY));
    assert_false(many("one.txt", NULL, INTAKE_ANY));
    assert_false(many("missing", NULL, INTAKE_ANY));
    assert_false(many("one.json", NULL, INTAKE_ANY));
    assert_false(many("two.json", NULL, INTAKE_TEXT));
    assert_true(many("one.txt", "one.txt", INTAKE_ANY));
    assert_true(many(".", NULL, INTAKE_ANY));
    assert_true(many("two.json", NULL, INTAKE_ANY));
    assert_true(many("two.jsonl", NULL, INTAKE_ANY));
    assert_true(many("records", NULL, INTAKE_ANY));
    assert_true(many("crawl.warc", NULL, INTAKE_ANY));
    assert_true(many("-", NULL, INTAKE_FEED));
}

static void takes_what_the_way_knew(void **state)
{
    (void)state;
    Piece piece = {.format = INTAKE_TEXT,
                   .data = (char[]){"It rains."},
                   .size = 9,
                   .id = (char[]){"rain"},
                   .url = (char[]){"https://halmere.example/rain"},
                   .title = (char[]){"Rain"},
                   .outlet = (char[]){"Halmere Herald"},
                   .byline = (char[]){"By Ana Ruhl"},
                   .published = (char[]){"2026-03-07"}};
    IntakeOptions options = {.max_article = 100};
    Read r;
    read_begin(&r);
    assert_int_equal(piece_read(&piece, &options, &r.arena, &r.found, &r.error), SAYSO_OK);
    assert_text(r.found.text, "It rains.");
    assert_text(r.found.id, "rain");
    assert_text(r.found.url, "https://halmere.example/rain");
    assert_text(r.found.title, "Rain");
    assert_text(r.found.outlet, "Halmere Herald");
    assert_text(r.found.byline, "By Ana Ruhl");
    assert_text(r.found.published, "2026-03-07");
    assert_int_equal(r.found.warning_count, 0);
    piece.published = (char[]){"0000-00-00"};
    assert_int_equal(piece_read(&piece, &options, &r.arena, &r.found, &r.error), SAYSO_OK);
    assert_int_equal(r.found.published.size, 0);
    assert_int_equal(r.found.warning_count, 1);
    assert_text(r.found.warnings[0], "the date of publication \"0000-00-00\" is none that can be; it is left out");
    arena_free(&r.arena);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, ways_begin, ways_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(reads_a_file),
        IN_FOLDER(reads_no_more_than_tells_too_much),
        IN_FOLDER(reads_folders_by_name),
        IN_FOLDER(refuses_xml_of_other_kinds),
        IN_FOLDER(says_what_cannot_be_opened),
        IN_FOLDER(waits_for_a_pipe_that_is_written_to),
        IN_FOLDER(reads_standard_input),
        IN_FOLDER(holds_one_file_open),
        IN_FOLDER(knows_whether_many_come),
        cmocka_unit_test(takes_what_the_way_knew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
