/* The stages as they are, for debugging and golden files: one fact a line, offsets in bytes, so that a
 * change shows as the lines that it changed. Control bytes and backslashes are escaped. */
#include "record/internal.h"

static void escaped(Out *out, Text t)
{
    for (size_t i = 0; i < t.size; i++) {
        uint8_t c = (uint8_t)t.data[i];
        if (c == '\n')
            out_string(out, "\\n");
        else if (c == '\\')
            out_string(out, "\\\\");
        else if (c < 32 || c == 127)
            out_format(out, "\\x%02x", c);
        else
            out_bytes(out, t.data + i, 1);
    }
}

static void heading(const Reading *r, Out *out)
{
    const Article *a = &r->article;
    out_string(out, "article ");
    escaped(out, a->id);
    out_format(out, "\nbytes %zu\npublished ", a->text.size);
    out_text(out, a->published.size ? a->published : text_literal("-"));
    out_string(out, "\n");
    for (uint32_t i = 0; i < a->warning_count; i++) {
        out_string(out, "warning ");
        escaped(out, a->warnings[i]);
        out_string(out, "\n");
    }
}

static const char *mark_name(uint8_t mark)
{
    static const char *const names[] = {"-",     "other",    "quote-open", "quote-close", "single-open", "single-close",
                                        "comma", "terminal", "colon",      "dash",        "hyphen",      "open",
                                        "close"};
    return mark < COUNT(names) ? names[mark] : "?";
}

static void flags(Out *out, uint8_t set)
{
    static const char *const names[] = {"space", "joined", "sentence", "paragraph", "upper", "letters"};
    const char *between = "";
    for (unsigned i = 0; i < COUNT(names); i++)
        if (set & 1u << i) {
            out_format(out, "%s%s", between, names[i]);
            between = " ";
        }
}

static void sentence_line(const Reading *r, uint32_t index, Out *out)
{
    const Sentence *s = &r->tokens.sentences[index];
    Span bytes = words_bytes(&r->tokens, (Span){s->first, s->end});
    if (!index || s->paragraph != s[-1].paragraph) {
        Span p = r->article.paragraphs[s->paragraph];
        out_format(out, "\nparagraph %u\t%u-%u\n", s->paragraph + 1, p.begin, p.end);
    }
    out_format(out, "sentence %u\t%u-%u\n", index + 1, bytes.begin, bytes.end);
}

void write_dump_token(const Reading *r, Out *out)
{
    heading(r, out);
    for (uint32_t s = 0; s < r->tokens.sentence_count; s++) {
        sentence_line(r, s, out);
        for (uint32_t i = r->tokens.sentences[s].first; i < r->tokens.sentences[s].end; i++) {
            const Word *w = &r->tokens.words[i];
            out_format(out, "%u-%u\t", w->begin, w->end);
            escaped(out, word_text(&r->article, w));
            out_format(out, "\t%s\t", mark_name(w->mark));
            flags(out, w->flags);
            out_string(out, "\n");
        }
    }
}

void write_dump_syntax(const Reading *r, Out *out)
{
    heading(r, out);
    for (uint32_t s = 0; s < r->tokens.sentence_count; s++) {
        uint32_t first = r->tokens.sentences[s].first;
        sentence_line(r, s, out);
        for (uint32_t i = first; i < r->tokens.sentences[s].end; i++) {
            uint32_t head = r->syntax.head[i];
            out_format(out, "%u\t", i - first + 1);
            escaped(out, word_text(&r->article, &r->tokens.words[i]));
            out_string(out, "\t");
            escaped(out, r->syntax.lemma[i]);
            out_format(out, "\t%s\t%s\t%u\t%s\n", upos_name(r->syntax.upos[i]), xpos_name(r->syntax.xpos[i]),
                       head == NONE ? 0 : head - first + 1, relation_name(r->syntax.relation[i]));
        }
    }
}

static void part(const Reading *r, const char *name, Span words, Out *out)
{
    Span bytes = words_bytes(&r->tokens, words);
    out_format(out, "%s\t", name);
    if (absent(bytes)) {
        out_string(out, "-\n");
        return;
    }
    out_format(out, "%u-%u\twords %u-%u\t", bytes.begin, bytes.end, words.begin, words.end);
    escaped(out, span_text(r, bytes));
    out_string(out, "\n");
}

void write_dump_attribution(const Reading *r, Out *out)
{
    heading(r, out);
    for (uint32_t i = 0; i < r->attributions.count; i++) {
        const Attribution *a = &r->attributions.items[i];
        out_format(out, "\nattribution %u\t%s\t%u%%\n", i + 1, form_name(a->form),
                   (unsigned)(confidence_of(a) * 100 + 0.5f));
        part(r, "source", a->source, out);
        part(r, "cue", a->cue, out);
        for (uint32_t k = 0; k < a->content_count; k++)
            part(r, "content", r->attributions.contents[a->content_first + k], out);
    }
}

/* ---- entities, standings ---- */

static void rule_line(Out *out, const char *kind, const char *text)
{
    if (*text) out_format(out, "%s-rule\t%.200s\n", kind, text);
}

/* "#3", or "-" where there is none: indices count from 1, as ids do. */
static void number(Out *out, uint32_t index)
{
    if (index == NONE)
        out_string(out, "-");
    else
        out_format(out, "#%u", index + 1);
}

static void mention_flags(Out *out, uint16_t set)
{
    static const char *const names[] = {"plural", "human", "male", "female", "definite", "outlet", "document", "body"};
    const char *between = "";
    for (unsigned i = 0; i < COUNT(names); i++)
        if (set & 1u << i) {
            out_format(out, "%s%s", between, names[i]);
            between = " ";
        }
}

static void shown(const Reading *r, Span bytes, Out *out)
{
    Span s = shown_of(r, bytes);
    escaped(out, span_text(r, s));
    if (s.end < bytes.end) out_string(out, "…");
}

static const char *or_dash(const char *name) { return name ? name : "-"; }

static void mention_line(const Reading *r, uint32_t index, Out *out)
{
    static const char *const kinds[] = {"name", "nominal", "pronoun"};
    const Mention *m = &r->entities.mentions[index];
    Span bytes = bytes_of(r, m->words), name = bytes_of(r, m->name);
    out_format(out, "mention #%u\t%u-%u\twords %u-%u\thead %u\t%s\t%s\tentity ", index + 1, bytes.begin, bytes.end,
               m->words.begin, m->words.end, m->head, m->kind < COUNT(kinds) ? kinds[m->kind] : "?",
               or_dash(entity_type_name(m->type)));
    number(out, m->entity);
    out_string(out, "\tas ");
    number(out, m->same_as);
    out_string(out, "\t");
    mention_flags(out, m->flags);
    out_string(out, "\t");
    shown(r, bytes, out);
    out_string(out, "\t");
    if (!absent(name)) shown(r, name, out);
    out_format(out, "\t%.200s\n", entity_rule_text(m->rule));
}

static void entity_lines(const Reading *r, uint32_t index, Out *out)
{
    const Entity *e = &r->entities.items[index];
    out_format(out, "\nentity #%u\t%s\t%s\t", index + 1, or_dash(entity_type_name(e->type)),
               *e->country ? e->country : "-");
    escaped(out, e->name);
    if (e->gender) out_format(out, "\ngender\t%s\t%s", gender_name(e->gender), evidence_name(e->gender_by));
    out_string(out, "\nmentions\t");
    for (uint32_t i = 0; i < e->mention_count; i++)
        out_format(out, "%s#%u", i ? " " : "", r->entities.mentioned[e->mention_first + i] + 1);
    out_string(out, "\n");
    for (uint32_t i = 0; i < e->role_count; i++) part(r, "role", r->entities.roles[e->role_first + i], out);
}

void write_dump_entity(const Reading *r, Out *out)
{
    heading(r, out);
    part(r, "byline", r->entities.byline, out);
    for (uint32_t i = 0; i < r->entities.credit_count; i++)
        out_format(out, "credit\t#%u\n", r->entities.credits[i] + 1);
    out_string(out, "\n");
    for (uint32_t i = 0; i < r->entities.mention_count; i++) mention_line(r, i, out);
    for (uint32_t i = 0; i < r->entities.count; i++) entity_lines(r, i, out);
}

/* Who a mention is, in the line of its words: "entity #2\tmention #7". */
static void bearer(const char *kind, uint32_t entity, uint32_t mention, Out *out)
{
    out_format(out, "%s\tentity ", kind);
    number(out, entity);
    out_string(out, "\tmention ");
    number(out, mention);
    out_string(out, "\n");
}

static void party_lines(const Reading *r, const char *kind, const Party *p, uint8_t rule, Out *out)
{
    if (absent(p->words) && p->entity == NONE && !rule) return;
    part(r, kind, p->words, out);
    bearer(kind, p->entity, p->mention, out);
    rule_line(out, kind, standing_rule_text(rule));
}

void write_dump_standing(const Reading *r, Out *out)
{
    heading(r, out);
    for (uint32_t i = 0; i < r->attributions.count; i++) {
        const Standing *s = &r->standings.items[i];
        out_format(out, "\nstanding %u\t%s\t%s\twithin ", i + 1, or_dash(kind_name(s->kind)),
                   or_dash(act_name(s->act)));
        number(out, s->within);
        out_string(out, "\n");
        part(r, "source", r->attributions.items[i].source, out);
        bearer("source", s->entity, s->mention, out);
        for (uint32_t k = 0; k < s->joint_count; k++)
            out_format(out, "joint\tentity #%u\n", r->standings.joint[s->joint_first + k] + 1);
        rule_line(out, "kind", standing_rule_text(s->kind_rule));
        part(r, "act", s->act_words, out);
        rule_line(out, "act", standing_rule_text(s->act_rule));
        rule_line(out, "negated", standing_rule_text(s->negated_rule));
        out_format(out, "clause\t%s\n", s->clause ? "yes" : "no");
        party_lines(r, "to", &s->to, s->to_rule, out);
        party_lines(r, "via", &s->via, s->via_rule, out);
        if (!absent(s->when) || s->when_rule) part(r, "when", s->when, out);
        if (*s->date) out_format(out, "date\t%s\n", s->date);
        rule_line(out, "when", standing_rule_text(s->when_rule));
        if (!absent(s->anonymity)) part(r, "anonymity", s->anonymity, out);
    }
}

/* ---- events ---- */

static void code_line(const Reading *r, const char *kind, const EventParty *p, Out *out)
{
    part(r, kind, p->words, out);
    out_format(out, "%s\tentity ", kind);
    number(out, p->entity);
    out_format(out, "\t%s\t%s\n", *p->country ? p->country : "-", or_dash(sector_name(p->sector)));
}

void write_dump_event(const Reading *r, Out *out)
{
    const Events *all = &r->events;
    heading(r, out);
    for (uint32_t i = 0; i < all->count; i++) {
        const Event *e = &all->items[i];
        out_format(out, "\nevent %u\t%s\t%s\t%s\t%u%%\n", i + 1, or_dash(event_type_name(e->type)),
                   or_dash(event_mode_name(e->mode)), or_dash(event_status_name(e->status)),
                   (unsigned)(e->confidence * 100 + 0.5f));
        for (uint32_t k = e->told.first; k < e->told.first + e->told.count; k++) {
            part(r, "trigger", all->triggers[k], out);
            part(r, "evidence", all->evidence[k], out);
        }
        for (uint32_t k = 0; k < e->actors.count; k++) code_line(r, "actor", &all->parties[e->actors.first + k], out);
        for (uint32_t k = 0; k < e->recipients.count; k++) code_line(r, "recipient", &all->parties[e->recipients.first + k], out);
        for (uint32_t k = 0; k < e->by.count; k++) out_format(out, "by\tattribution %u\n", all->by[e->by.first + k] + 1);
        if (!absent(e->when)) part(r, "when", e->when, out);
        if (*e->date) out_format(out, "date\t%s\n", e->date);
        if (!absent(e->place)) part(r, "place", e->place, out);
    }
}
