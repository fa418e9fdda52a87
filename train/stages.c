#include "stages.h"

void stages_open(const char *const *parts, uint32_t count, Stages *out)
{
    *out = (Stages){.model_count = count};
    if (count > COUNT(out->models)) die("too many parts");
    Error error;
    for (uint32_t i = 0; i < count; i++) {
        if (model_open(parts[i], &out->models[i], &error)) die("%s", error.message);
        if (!out->token && !token_open(&out->models[i], &libc_allocator, &out->token, &error)) continue;
        if (!out->syntax && !syntax_open(&out->models[i], &libc_allocator, &out->syntax, &error)) continue;
    }
    if (!out->token) die("none of the part files holds the token stage; name TOKEN.part");
    if (!out->syntax) die("none of the part files holds the syntax stage; name SYNTAX.part");
}

void stages_close(Stages *s)
{
    token_close(s->token, &libc_allocator);
    syntax_close(s->syntax, &libc_allocator);
    for (uint32_t i = 0; i < s->model_count; i++) model_close(&s->models[i]);
}
