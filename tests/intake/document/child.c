/* A child's ends: what it writes is taken, and whoever takes too long or too much room is stopped. */
#include <fcntl.h>
#include <unistd.h>

#include "intake/document/document.h"
#include "unit.h"

static bool take(void *context, const char *data, size_t size) { return bytes_add(context, data, size); }

static bool take_little(void *context, const char *data, size_t size)
{
    return take(context, data, size) && ((Bytes *)context)->size < 100000;
}

static ChildEnd run(const char *script, bool (*taker)(void *, const char *, size_t), Bytes *out, int *status)
{
    const char *command[] = {"sh", "-c", script, NULL};
    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    Child child = {command, input, 1, (size_t)1 << 30, taker, out};
    ChildEnd end = child_run(&child, status);
    close(input);
    return end;
}

static void ends(void **state)
{
    (void)state;
    Bytes out = {0};
    int status;
    assert_int_equal(run("echo one; echo two; exit 3", take, &out, &status), CHILD_DONE);
    assert_int_equal(status, 3);
    assert_int_equal(out.size, 8);
    assert_memory_equal(out.data, "one\ntwo\n", 8);
    assert_int_equal(run("kill -9 $$", take, &out, &status), CHILD_FAILED);
    assert_int_equal(run("exec /bin/sleep 60", take, &out, &status), CHILD_SLOW);
    assert_int_equal(run("while :; do :; done", take, &out, &status), CHILD_SLOW);
    assert_int_equal(run("exec /usr/bin/yes", take_little, &out, &status), CHILD_STOPPED);
    bytes_free(&out);
    const char *none[] = {"sayso-no-such-program", NULL};
    Child child = {none, 0, 1, 1000, take, &out};
    assert_int_equal(child_run(&child, &status), CHILD_MISSING);
}

/* No file can be written, nothing of ours is seen. */
static void rights(void **state)
{
    (void)state;
    Bytes out = {0};
    int status, secret = open("/dev/null", O_RDONLY);
    assert_int_equal(run("ulimit -f; ulimit -c; pwd; echo \"$SAYSO_SOURCE_ROOT\"; for fd in 3 4 5 6 7 8 9; do test -e /proc/self/fd/$fd && echo open; done; exit 0",
                         take, &out, &status),
                     CHILD_DONE);
    assert_int_equal(status, 0);
    assert_true(text_is(text_of(out.data, out.size), "0\n0\n/\n\n"));
    close(secret);
    bytes_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ends), cmocka_unit_test(rights)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
