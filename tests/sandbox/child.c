/* A child reads its input and writes its output; the rest of what its user may do is not for it. */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "sandbox/sandbox.h"

static char folder[] = "/tmp/sayso-child-XXXXXX";

static bool here(void)
{
    char kinds[64];
    return strstr(sandbox_kinds(kinds, sizeof kinds), "Landlock") != NULL;
}

static const char script[] =
    "read line; echo \"read $line\";"
    " (echo x > $FOLDER/made) 2>/dev/null && echo made;"
    " (echo x >> $FOLDER/secret) 2>/dev/null && echo wrote;"
    " (read secret < $FOLDER/secret) 2>/dev/null && echo stole;"
    " (/bin/ls /) >/dev/null 2>&1 && echo started;"
    " (cd $FOLDER && echo *) 2>/dev/null | (read x; case \"$x\" in *secret*) echo listed;; esac);"
    " echo end";

static _Noreturn void be_child(int input, int output)
{
    char command[sizeof script], shell[] = "sh", option[] = "-c", *arguments[] = {shell, option, command, NULL};
    char variable[100], *environment[] = {variable, NULL};
    memcpy(command, script, sizeof script);
    (void)snprintf(variable, sizeof variable, "FOLDER=%s", folder);
    if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0) _exit(120);
    (void)close_range(3, ~0u, 0);
    if (!sandbox_child("/bin/sh")) _exit(121);
    execve("/bin/sh", arguments, environment);
    _exit(122);
}

/* In a process of its own: nothing of a sandbox is taken back. */
static _Noreturn void be_program(const char *input, int output, bool alone)
{
    SandboxNeeds needs = {.programs = {"sh"}};
    sayso_error error;
    int status, file = open(input, O_RDONLY);
    if (file < 0 || (alone ? !sandbox_children() : sandbox_enter(&needs, &error) != SAYSO_OK)) _exit(110);
    pid_t child = fork();
    if (!child) be_child(file, output);
    if (child < 0 || waitpid(child, &status, 0) != child) _exit(111);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 112);
}

static void write_to(const char *path, const char *words)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(words, file) >= 0);
    fclose(file);
}

/* alone: of a program that keeps its own rights */
static void has_few_rights(bool alone)
{
    char secret[100], input[100], told[1000] = {0};
    int ends[2], status;
    if (!here()) skip();
    (void)strcpy(folder, "/tmp/sayso-child-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(secret, sizeof secret, "%s/secret", folder);
    snprintf(input, sizeof input, "%s/input", folder);
    write_to(secret, "secret\n");
    write_to(input, "its input\n");
    assert_int_equal(pipe(ends), 0);
    pid_t program = fork();
    if (!program) be_program(input, ends[1], alone);
    close(ends[1]);
    size_t size = 0;
    for (ssize_t n; (n = read(ends[0], told + size, sizeof told - 1 - size)) > 0;) size += (size_t)n;
    close(ends[0]);
    assert_int_equal(waitpid(program, &status, 0), program);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_string_equal(told, "read its input\nend\n");
    assert_int_equal(unlink(secret), 0);
    assert_int_equal(unlink(input), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void reads_and_writes_and_nothing_else(void **state)
{
    (void)state;
    has_few_rights(false);
}

static void of_a_program_with_all_rights(void **state)
{
    (void)state;
    has_few_rights(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_and_writes_and_nothing_else),
                                       cmocka_unit_test(of_a_program_with_all_rights)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
