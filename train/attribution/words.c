/* The articles of a PolNeAR folder as a trainer outside sees them: our words, and the annotators' attributions as spans
 * of them.
 *
 *   D name            an article
 *   W flags word      a word: P where it begins a paragraph, S a sentence, - neither
 *   A                 an annotator's reading of it
 *   a sb se cb ce b e …   an attribution: source, cue, contents, half-open, by words; 0 0: no source */
#include "train/corpora/polnear.h"
#include "train/stages.h"

static void write_document(FILE *out, const CorpusDocument *d)
{
    const Tokens *t = &d->tokens;
    fprintf(out, "D %s\n", d->name);
    for (uint32_t s = 0; s < t->sentence_count; s++)
        for (uint32_t w = t->sentences[s].first; w < t->sentences[s].end; w++) {
            bool first = w == t->sentences[s].first,
                 opens = first && (!s || t->sentences[s].paragraph != t->sentences[s - 1].paragraph);
            Text word = text_of(d->article.text.data + t->words[w].begin, t->words[w].end - t->words[w].begin);
            fprintf(out, "W %c ", opens ? 'P' : first ? 'S' : '-');
            for (size_t i = 0; i < word.size; i++)
                putc(word.data[i] == '\n' || word.data[i] == '\r' ? ' ' : word.data[i], out);
            putc('\n', out);
        }
}

static void write_annotation(FILE *out, const Annotation *a)
{
    fputs("A\n", out);
    for (uint32_t i = 0; i < a->count; i++) {
        const GoldAttribution *g = &a->items[i];
        fprintf(out, "a %u %u %u %u", g->source.begin, g->source.end, g->cue.begin, g->cue.end);
        for (uint32_t k = 0; k < g->content_count; k++)
            fprintf(out, " %u %u", g->contents[k].begin, g->contents[k].end);
        putc('\n', out);
    }
}

int train_words(const char *dir, const char *token, const char *out)
{
    Stages stages;
    stages_open(token, token, &stages);
    Corpus corpus;
    polnear_read(dir, stages.token, NULL, &corpus);
    FILE *file = fopen(out, "wb");
    if (!file) die("cannot write %s", out);
    for (uint32_t d = 0; d < corpus.document_count; d++) {
        write_document(file, &corpus.documents[d]);
        for (uint32_t a = 0; a < corpus.annotation_count; a++)
            if (corpus.annotations[a].document == d) write_annotation(file, &corpus.annotations[a]);
    }
    if (fclose(file)) die("cannot write %s", out);
    stages_close(&stages);
    return 0;
}
