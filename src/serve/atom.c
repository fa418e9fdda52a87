/* Lists as Atom feeds (RFC 4287). XML escapes as HTML does where no other names are used, so show's one place does it.
 */
#include <stdio.h>

#include "serve/serve.h"
#include "show/show.h"

static void put_moment(FILE *to, const char *name, Text day)
{
    bool whole = day.size >= 20;
    fprintf(to, "<%s>", name);
    if (day.size >= 10)
        show_text(to, text_of(day.data, whole ? 20 : 10));
    else
        fputs("1970-01-01", to);
    fprintf(to, "%s</%s>\n", whole ? "" : "T00:00:00Z", name);
}

static void begin(Request *r, Reply *reply, Text title, Text updated)
{
    FILE *to = reply->to;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>", to);
    show_text(to, title);
    fputs(" · sayso</title>\n<id>http://", to);
    show_text(to, text_literal(r->host));
    show_text(to, text_literal(r->path));
    fputs(*r->query ? "?" : "", to);
    show_text(to, text_literal(r->query));
    fputs("</id>\n<author><name>sayso</name></author>\n", to);
    put_moment(to, "updated", updated);
}

static void put_entry(Request *r, FILE *to, const char *what, int64_t id, uint32_t number)
{
    char address[80];
    (void)snprintf(address, sizeof address, number ? "/%s/%lld#s%u" : "/%s/%lld", what, (long long)id, number);
    fputs("<entry>\n<id>http://", to);
    show_text(to, text_literal(r->host));
    fprintf(to, "%s</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"%s\"/>\n<title>", address, address);
}

static void end_entry(FILE *to, Text day, Text summary)
{
    fputs("</title>\n", to);
    put_moment(to, "updated", day);
    fputs("<summary>", to);
    show_text(to, summary);
    fputs("</summary>\n</entry>\n", to);
}

void atom_of_newest(Request *r, Reply *reply, const NewArticles *all)
{
    begin(r, reply, text_literal("What came in last"), all->count ? all->items[0].added : (Text){0});
    for (uint32_t i = 0; i < all->count; i++) {
        const NewArticle *n = &all->items[i];
        put_entry(r, reply->to, "article", n->id, 0);
        show_text(reply->to, n->title.size ? n->title : n->label.size ? n->label : text_literal("untitled"));
        end_entry(reply->to, n->added, n->outlet);
    }
    fputs("</feed>\n", reply->to);
}

void atom_of_statements(Request *r, Reply *reply, Text title, const Statements *all)
{
    begin(r, reply, title, all->count ? all->items[0].first_day : (Text){0});
    for (uint32_t i = 0; i < all->count; i++) {
        const Statement *s = &all->items[i];
        put_entry(r, reply->to, "article", s->article, s->number);
        show_text(reply->to, s->who.size ? s->who : s->source);
        fputs(" ", reply->to);
        show_text(reply->to, s->cue);
        end_entry(reply->to, s->first_day, s->content);
    }
    fputs("</feed>\n", reply->to);
}

void atom_of_claims(Request *r, Reply *reply, const char *title, const AboutAnswer *found)
{
    begin(r, reply, text_literal(title), found->count ? found->items[0].claim.last_day : (Text){0});
    for (uint32_t i = 0; i < found->count; i++) {
        const Claim *c = &found->items[i].claim;
        char counts[120];
        (void)snprintf(counts, sizeof counts, "%llu statements in %llu articles, at least %u independent origins",
                       (unsigned long long)c->statement_count, (unsigned long long)c->article_count, c->origin_count);
        put_entry(r, reply->to, "claim", c->id, 0);
        show_text(reply->to, c->text);
        end_entry(reply->to, c->last_day, text_literal(counts));
    }
    fputs("</feed>\n", reply->to);
}
