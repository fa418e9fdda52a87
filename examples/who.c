/* Who said what in one file, and through whom it came: the library in a few lines.
 *   cc who.c $(pkg-config --cflags --libs sayso) -o who && ./who sayso.model report.txt */
#include <sayso.h>
#include <stdio.h>

static void print_who(const sayso_document *document, const sayso_attribution *a)
{
    sayso_entity who = {0}, outlet = {0};
    sayso_text words = sayso_document_text(document);
    if (a->entity && !sayso_document_entity(document, a->entity - 1, &who, sizeof who))
        printf("%.*s", (int)who.name.size, who.name.data);
    else
        printf("%.*s", (int)(a->source.end - a->source.begin), words.data + a->source.begin);
    printf(" (%s)", sayso_act_name(a->act));
    if (a->via.entity && !sayso_document_entity(document, a->via.entity - 1, &outlet, sizeof outlet))
        printf(" via %.*s", (int)outlet.name.size, outlet.name.data);
}

int main(int argc, char **argv)
{
    static char bytes[1 << 20];
    FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
    if (!file) return fprintf(stderr, "usage: who MODEL FILE\n"), 2;
    sayso_article article = {.size = sizeof article, .bytes = {bytes, fread(bytes, 1, sizeof bytes, file)}};
    fclose(file);
    if (article.bytes.size == sizeof bytes)
        return fprintf(stderr, "%s is 1 MiB or more; give a shorter file\n", argv[2]), 1;

    sayso_engine *engine = NULL;
    sayso_session *session = NULL;
    sayso_document *document = NULL;
    sayso_error error;
    sayso_engine_options options = {.size = sizeof options, .model_path = argv[1]};
    if (sayso_engine_open(&options, &engine, &error) || sayso_session_open(engine, NULL, &session, &error) ||
        sayso_analyse(session, &article, &document, &error))
        fprintf(stderr, "%s\n", error.message);

    const char *text = document ? sayso_document_text(document).data : NULL;
    sayso_attribution a;
    for (size_t i = 0; document && !sayso_document_attribution(document, i, &a, sizeof a); i++) {
        print_who(document, &a);
        printf(": %.*s\n", (int)(a.contents[0].end - a.contents[0].begin), text + a.contents[0].begin);
    }

    int status = !document;
    sayso_document_free(document);
    sayso_session_close(session);
    sayso_engine_close(engine);
    return status;
}
