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

static void put_entry_at(Request *r, FILE *to, const char *address)
{
    fputs("<entry>\n<id>http://", to);
    show_text(to, text_literal(r->host));
    fprintf(to, "%s</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"%s\"/>\n<title>", address, address);
}

static void put_entry(Request *r, FILE *to, const char *what, int64_t id, uint32_t number)
{
    char address[80];
    (void)snprintf(address, sizeof address, number ? "/%s/%lld#s%u" : "/%s/%lld", what, (long long)id, number);
    put_entry_at(r, to, address);
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
        (void)snprintf(counts, sizeof counts, "%llu statement%s in %llu article%s, at least %u independent origin%s",
                       (unsigned long long)c->statement_count, c->statement_count == 1 ? "" : "s",
                       (unsigned long long)c->article_count, c->article_count == 1 ? "" : "s", c->origin_count,
                       c->origin_count == 1 ? "" : "s");
        put_entry(r, reply->to, "claim", c->id, 0);
        show_text(reply->to, c->text);
        end_entry(reply->to, c->last_day, text_literal(counts));
    }
    fputs("</feed>\n", reply->to);
}

static void put_side(FILE *to, const DeedParty *parties, uint32_t count)
{
    if (!count) fputs("nobody named", to);
    for (uint32_t i = 0; i < count; i++) {
        if (i) fputs(i + 1 < count ? ", " : " and ", to);
        show_text(to, parties[i].name.size ? parties[i].name : parties[i].words);
    }
}

/* A deed's day may be to come: a feed has the one on which it was told. */
static Text told_on(const Telling *t)
{
    Text day = t->published.size >= 10 ? t->published : t->added;
    return text_of(day.data, day.size < 10 ? day.size : 10);
}

void atom_of_deeds(Request *r, Reply *reply, const DeedsAnswer *found)
{
    FILE *to = reply->to;
    Text newest = {0};
    for (uint32_t i = 0; i < found->count; i++) {
        Text day = told_on(&found->items[i].tellings[found->items[i].head]);
        if (text_compare(day, newest) > 0) newest = day;
    }
    begin(r, reply, text_literal("Who did what to whom"), newest);
    for (uint32_t i = 0; i < found->count; i++) {
        char address[80];
        const Telling *t = &found->items[i].tellings[found->items[i].head];
        (void)snprintf(address, sizeof address, "/event/%lld:%u", (long long)t->article, t->e.id);
        put_entry_at(r, to, address);
        put_side(to, t->actors, t->e.actor_count);
        if (t->e.recipient_count || t->e.actor_count < 2) {
            fputs(" → ", to);
            put_side(to, t->recipients, t->e.recipient_count);
        }
        fprintf(to, ": %s, %s", sayso_event_type_name(t->e.type), sayso_event_status_name(t->e.status));
        end_entry(to, told_on(t), t->evidence);
    }
    fputs("</feed>\n", to);
}
