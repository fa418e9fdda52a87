#include "train/stages.h"

void stages_open(const char *token, const char *syntax, Stages *out)
{
    *out = (Stages){0};
    Error error;
    if (model_open(token, &out->token_file, &error) || model_open(syntax, &out->syntax_file, &error) ||
        token_open(&out->token_file, &libc_allocator, &out->token, &error) ||
        syntax_open(&out->syntax_file, &libc_allocator, &out->syntax, &error))
        die("%s", error.message);
}

void stages_close(Stages *s)
{
    token_close(s->token, &libc_allocator);
    syntax_close(s->syntax, &libc_allocator);
    model_close(&s->token_file);
    model_close(&s->syntax_file);
}
