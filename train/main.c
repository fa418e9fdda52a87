/* sayso-train: what makes the model file. Each stage's trainer writes a part, `join` puts the parts together.
 * The same corpora give the same bytes. */
#include <stdlib.h>

#include "train/corpora/conllu.h"
#include "train/lists/lists.h"
#include "train/stages.h"
#include "train/syntax/syntax_train.h"
#include "train/syntax/token_train.h"

static const char usage[] =
    "usage: sayso-train token CORPORA OUT.part\n"
    "       sayso-train syntax CORPORA TOKEN.part OUT.part\n"
    "       sayso-train attribution POLNEAR OURS LEAVE.txt CUES.tsv JOBS TOKEN.part SYNTAX.part OUT.part\n"
    "       sayso-train words SPLIT MODEL OUT.words              for train/attribution/encoder.py; SPLIT holds text/ and attributions/\n"
    "       sayso-train encoder SECTIONS CARD.json OUT.model     what train/attribution/encoder.py packs, as the careful model\n"
    "       sayso-train lists DATA_DIR OUT.part\n"
    "       sayso-train relist MODEL DATA_DIR OUT.model    the same weights, the lists as they are now\n"
    "       sayso-train entity CORPORA TOKEN.part SYNTAX.part LISTS.part OUT.part\n"
    "       sayso-train join OUT.model CARD.json PART...\n"
    "       sayso-train replace MODEL CARD.json PART OUT.model   the same model with the part's sections and this card: the bytes of `join`\n"
    "       sayso-train raw FILE.conllu[.gz] OUT.txt          the text, a line a paragraph\n"
    "       sayso-train parse MODEL TEXT.txt OUT.conllu       MODEL may be a part with token and syntax\n"
    "       sayso-train parse TOKEN.part SYNTAX.part TEXT.txt OUT.conllu\n";

static FILE *create(const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f) die("cannot write %s", path);
    return f;
}

static void finish(FILE *f, const char *path)
{
    if (fclose(f)) die("cannot write %s", path);
}

static int raw(char **paths)
{
    Treebank bank = {0};
    treebank_read(&bank, paths[0]);
    FILE *out = create(paths[1]);
    treebank_write_raw(&bank, out);
    finish(out, paths[1]);
    treebank_free(&bank);
    return 0;
}

static int join(int count, char **paths)
{
    size_t size;
    char *card = read_file(paths[1], &size);
    ModelWriter *writer = writer_from((const char *const *)(paths + 2), (size_t)count - 2);
    if (!model_writer_add(writer, "card", SECTION_BYTES, card, size)) die("cannot add the card");
    free(card);
    Error error;
    if (model_writer_finish(writer, paths[0], &error)) die("%s", error.message);
    return 0;
}

/* A section of the part where there is one of that name, else the model's; the card. */
static void add_newer(ModelWriter *writer, const Section *s, const Model *part, const char *card, size_t card_size)
{
    const Section *newer = model_section(part, s->name);
    if (newer) s = newer;
    bool is_card = !strcmp(s->name, "card");
    if (!model_writer_add(writer, s->name, s->kind, is_card ? (const void *)card : s->data, is_card ? card_size : s->size))
        die("cannot add section %s", s->name);
}

static int replace(char **paths)
{
    Model model, part;
    Error error;
    if (model_open(paths[0], &model, &error) || model_open(paths[2], &part, &error)) die("%s", error.message);
    size_t size;
    char *card = read_file(paths[1], &size);
    for (uint32_t i = 0; i < part.section_count; i++)
        if (!model_section(&model, part.sections[i].name)) die("%s has no section %s", paths[0], part.sections[i].name);
    ModelWriter *writer = model_writer_new();
    for (uint32_t i = 0; i < model.section_count; i++) add_newer(writer, &model.sections[i], &part, card, size);
    free(card);
    model_close(&part);
    model_close(&model);
    if (model_writer_finish(writer, paths[3], &error)) die("%s", error.message);
    return 0;
}

static int parse(const char *token_path, const char *syntax_path, const char *text_path, const char *out_path)
{
    Stages stages;
    stages_open(token_path, syntax_path, &stages);
    Error error;
    Text text;
    text.data = read_file(text_path, &text.size);
    Article article = article_of_lines(text);
    Arena arena, scratch;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    Tokens tokens;
    Syntax trees;
    if (token_run(&article, stages.token, &arena, &scratch, &tokens, &error)) die("%s", error.message);
    note("%u words, %u sentences", tokens.word_count, tokens.sentence_count);
    if (syntax_run(&article, &tokens, stages.syntax, &arena, &scratch, &trees, &error)) die("%s", error.message);
    if (!token_check(&article, &tokens, &error) || !syntax_check(&tokens, &trees, &error)) die("%s", error.message);
    FILE *out = create(out_path);
    conllu_write(out, &article, &tokens, &trees);
    finish(out, out_path);
    arena_free(&arena);
    arena_free(&scratch);
    free(article.paragraphs);
    free((void *)(uintptr_t)text.data);
    stages_close(&stages);
    return 0;
}

static int attribution(char **a)
{
    const AttributionCorpora from = {.polnear = a[0], .ours = a[1], .leave = a[2]};
    unsigned long jobs = strtoul(a[4], NULL, 10);
    if (jobs < 1 || jobs > 64) die("%s jobs: name a number from 1 to 64", a[4]);
    train_attribution(&from, a[3], (uint32_t)jobs, a[5], a[6], a[7]);
    return 0;
}

int main(int count, char **arguments)
{
    const char *command = count > 1 ? arguments[1] : "";
    char **rest = arguments + 2;
    int n = count - 2;
    if (!strcmp(command, "token") && n == 2) return train_token(rest[0], rest[1]);
    if (!strcmp(command, "syntax") && (n == 3 || n == 4)) return train_syntax(rest[0], rest[1], rest[2], n == 4 ? rest[3] : NULL);
    if (!strcmp(command, "attribution") && n == 8) return attribution(rest);
    if (!strcmp(command, "words") && n == 3) return train_words(rest[0], rest[1], rest[2]);
    if (!strcmp(command, "encoder") && n == 3) return train_encoder(rest[0], rest[1], rest[2]);
    if (!strcmp(command, "lists") && n == 2) return train_lists(rest[0], rest[1]);
    if (!strcmp(command, "relist") && n == 3) return train_relist(rest[0], rest[1], rest[2]);
    if (!strcmp(command, "entity") && n == 5) return train_entity(rest[0], rest[1], rest[2], rest[3], rest[4]);
    if (!strcmp(command, "join") && n >= 3) return join(n, rest);
    if (!strcmp(command, "replace") && n == 4) return replace(rest);
    if (!strcmp(command, "raw") && n == 2) return raw(rest);
    if (!strcmp(command, "parse") && n == 3) return parse(rest[0], rest[0], rest[1], rest[2]);
    if (!strcmp(command, "parse") && n == 4) return parse(rest[0], rest[1], rest[2], rest[3]);
    fputs(usage, stderr);
    return 2;
}
