/* What a page says of its article: JSON-LD, then OpenGraph and other <meta>, then microdata and the text's own looks.
 * Of several places that tell the same, the one further up in the table is believed. */
#include <stdio.h>

#include "intake/page/internal.h"

typedef enum Slot { SLOT_TITLE, SLOT_BYLINE, SLOT_OUTLET, SLOT_DATE, SLOT_URL, SLOTS } Slot;

typedef struct MetaName {
    const char *name;
    Slot slot;
} MetaName;
/* clang-format off */
static const MetaName meta_names[] = {
    {"og:title", SLOT_TITLE}, {"parsely-title", SLOT_TITLE}, {"sailthru.title", SLOT_TITLE}, {"hdl", SLOT_TITLE},
    {"twitter:title", SLOT_TITLE}, {"dc.title", SLOT_TITLE}, {"citation_title", SLOT_TITLE}, {"author", SLOT_BYLINE},
    {"parsely-author", SLOT_BYLINE}, {"sailthru.author", SLOT_BYLINE}, {"byl", SLOT_BYLINE},
    {"dc.creator", SLOT_BYLINE}, {"dcterms.creator", SLOT_BYLINE}, {"citation_author", SLOT_BYLINE},
    {"article:author", SLOT_BYLINE}, {"og:article:author", SLOT_BYLINE}, {"og:site_name", SLOT_OUTLET},
    {"application-name", SLOT_OUTLET}, {"dc.publisher", SLOT_OUTLET}, {"article:published_time", SLOT_DATE},
    {"og:article:published_time", SLOT_DATE}, {"parsely-pub-date", SLOT_DATE}, {"sailthru.date", SLOT_DATE},
    {"datepublished", SLOT_DATE}, {"pubdate", SLOT_DATE}, {"publishdate", SLOT_DATE}, {"publish-date", SLOT_DATE},
    {"publish_date", SLOT_DATE}, {"published_at", SLOT_DATE}, {"originalpublicationdate", SLOT_DATE},
    {"article.published", SLOT_DATE}, {"displaydate", SLOT_DATE}, {"dc.date.issued", SLOT_DATE},
    {"dcterms.issued", SLOT_DATE}, {"dcterms.created", SLOT_DATE}, {"dc.date", SLOT_DATE},
    {"dcterms.date", SLOT_DATE}, {"citation_publication_date", SLOT_DATE}, {"citation_date", SLOT_DATE},
    {"pdate", SLOT_DATE}, {"date", SLOT_DATE}, {"og:pubdate", SLOT_DATE},
    {"cxenseparse:recs:publishtime", SLOT_DATE}, {"og:url", SLOT_URL}, {"parsely-link", SLOT_URL},
};
/* clang-format on */

#define FEW 8u
#define MOST_CUTS 4u /* names behind a title; each is sought through all of it */
typedef struct Meta {
    const Tree *tree;
    const Linked *linked;
    const Piece *piece;
    Arena *arena;
    Found *found;
    Text metas[COUNT(meta_names)][FEW]; /* what each name says, in the page's order */
    uint32_t counts[COUNT(meta_names)];
    Text base, canonical;
    Text heading, title, date_words, time, stamp, author; /* the first of each */
    bool time_is_marked, author_is_marked;
    Text bad_date; /* the first that is none */
} Meta;

static Text attribute(const Element *e, const char *name)
{
    return text_trim(element_attribute(e, name));
}

/* Among names separated by blanks. */
static bool has_word(Text words, const char *word)
{
    size_t n = strlen(word);
    for (size_t at = 0; at + n <= words.size; at++) {
        bool begins = !at || (uint8_t)words.data[at - 1] <= ' ';
        bool ends = at + n == words.size || (uint8_t)words.data[at + n] <= ' ';
        if (begins && ends && !strncasecmp(words.data + at, word, n)) return true;
    }
    return false;
}

/* ---- what stands where ---- */

static void note_meta(Meta *m, const Element *e)
{
    Text content = attribute(e, "content");
    const Text names[] = {attribute(e, "property"), attribute(e, "name"), attribute(e, "itemprop")};
    if (!content.size) return;
    for (size_t i = 0; i < COUNT(meta_names); i++)
        for (size_t k = 0; k < COUNT(names); k++)
            if (names[k].size && text_is_case(names[k], meta_names[i].name) && m->counts[i] < FEW)
                m->metas[i][m->counts[i]++] = content;
}

static void note_first(Text *slot, Text text)
{
    if (!slot->size) *slot = text_trim(text);
}

/* The words of a link or element that says whose the article is; the element's name alone is a weaker sign. */
static void note_author(Meta *m, const Element *e)
{
    bool marked = has_word(attribute(e, "rel"), "author") || has_word(attribute(e, "itemprop"), "author");
    Text names = attribute(e, "class");
    bool named = text_has_case(names, "byline") || has_word(names, "author") || text_has_case(names, "author-name");
    Text words = text_trim(e->text);
    if ((!marked && !named) || !words.size || words.size > 120 || e->hidden) return;
    if (m->author.size && (m->author_is_marked || !marked)) return;
    m->author = words;
    m->author_is_marked = marked;
}

/* "Written: 2026-03-07" is a date after a label. */
static bool is_date(Text *words)
{
    char day[11];
    if (date_read(*words, NULL, day)) return true;
    const char *colon = words->size ? memchr(words->data, ':', words->size < 20 ? words->size : 20) : NULL;
    if (!colon) return false;
    size_t at = (size_t)(colon - words->data) + 1;
    *words = text_trim(text_of(words->data + at, words->size - at));
    return date_read(*words, NULL, day);
}

/* A class that says "date" is a weak sign: teasers of other articles have it too, but rarely stand before the first. */
static void note_stamp(Meta *m, Text names, Text when)
{
    bool named = text_has_case(names, "date") || text_has_case(names, "published") || text_has_case(names, "timestamp");
    if (named && !text_has_case(names, "updated") && !text_has_case(when, "updated")) note_first(&m->stamp, when);
}

static void note_time(Meta *m, const Element *e)
{
    Text names = attribute(e, "class"), when = attribute(e, "datetime");
    if (!when.size) when = attribute(e, "content");
    if (!when.size) when = text_trim(e->text);
    if (has_word(attribute(e, "itemprop"), "datePublished")) note_first(&m->date_words, when);
    bool is_time = e->tag == GUMBO_TAG_TIME;
    if (e->hidden || (!is_time && !names.size) || !is_date(&when)) return;
    note_stamp(m, names, when);
    bool marked = element_attribute(e, "pubdate").data || has_word(names, "published");
    if (!is_time || (m->time.size && (m->time_is_marked || !marked))) return;
    m->time = when;
    m->time_is_marked = marked;
}

static void note(Meta *m, const Element *e)
{
    switch (e->tag) {
    case GUMBO_TAG_META:
        note_meta(m, e);
        break;
    case GUMBO_TAG_LINK:
        if (has_word(attribute(e, "rel"), "canonical")) note_first(&m->canonical, attribute(e, "href"));
        break;
    case GUMBO_TAG_BASE:
        note_first(&m->base, attribute(e, "href"));
        break;
    case GUMBO_TAG_TITLE:
        note_first(&m->title, e->text);
        break;
    case GUMBO_TAG_H1:
        if (!e->hidden && !text_has_case(attribute(e, "class"), "logo")) note_first(&m->heading, e->text);
        break;
    default:
        break;
    }
    note_author(m, e);
    note_time(m, e);
}

/* ---- outlet and URL ---- */

static Text first_meta(const Meta *m, Slot slot)
{
    for (size_t i = 0; i < COUNT(meta_names); i++)
        if (meta_names[i].slot == slot && m->counts[i]) return m->metas[i][0];
    return (Text){0};
}

static Text path_of(Text url)
{
    if (!url.size) return url;
    const char *scheme = memmem(url.data, url.size, "://", 3);
    size_t at = scheme ? (size_t)(scheme - url.data) + 3 : 0;
    while (at < url.size && url.data[at] != '/') at++;
    return text_of(url.data + at, url.size - at);
}

/* Some pages name their outlet's front page as the canonical one. */
static bool is_front(Text url, Text address)
{
    return path_of(url).size <= 1 && path_of(address).size > 1;
}

/* What a page calls itself is its word: only its own domain can vouch for it. */
static bool is_another_s(Meta *m, Text url, Text address)
{
    if (!address.size || same_domain(url, address)) return false;
    if (!m->found->told.size) m->found->told = url;
    return true;
}

static void find_url(Meta *m)
{
    Text address = m->piece->url ? text_literal(m->piece->url) : (Text){0}, base = address, url;
    const Text candidates[] = {m->canonical, first_meta(m, SLOT_URL), m->linked->url, address};
    if (m->base.size && page_link(address, m->base, m->arena, &url)) base = url;
    for (size_t i = 0; i < COUNT(candidates); i++) {
        if (!candidates[i].size || !page_link(base, candidates[i], m->arena, &url) || is_front(url, address)) continue;
        if (is_another_s(m, url, address)) continue;
        m->found->url = url;
        return;
    }
}

static bool find_outlet(Meta *m)
{
    Text outlet = m->linked->outlet;
    if (!outlet.size) outlet = first_meta(m, SLOT_OUTLET);
    if (text_has_case(outlet, "://")) outlet = (Text){0};
    if (!outlet.size && !m->piece->outlet) outlet = page_host(m->found->url);
    return text_line(outlet, m->arena, &m->found->outlet);
}

/* ---- the title ---- */

/* " - ", " | " and their like, of which the last before `end` begins at *at. */
static bool last_separator(Text t, size_t end, size_t *at, size_t *size)
{
    static const char *const marks[] = {
        " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB ", " \xC2\xB7 ", " \xE2\x80\xA2 ", " // "};
    bool found = false;
    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t n = strlen(marks[i]);
        for (size_t k = end >= n ? end - n + 1 : 0; k--;) {
            if (memcmp(t.data + k, marks[i], n)) continue;
            if (!found || k > *at) {
                *at = k;
                *size = n;
            }
            found = true;
            break;
        }
    }
    return found;
}

static unsigned words_of(Text t)
{
    unsigned words = 0;
    for (size_t i = 0; i < t.size; i++) words += (uint8_t)t.data[i] > ' ' && (!i || t.data[i - 1] == ' ');
    return words;
}

/* Letters and digits alone, so that "The Halmere Post" is found in "thehalmerepost.com". */
static bool letters_contain(Text all, Text part)
{
    char a[256], b[256];
    size_t n = 0, k = 0;
    for (size_t i = 0; i < all.size && n < sizeof a; i++)
        if (((uint8_t)all.data[i] | 32) >= 'a' || char_is_digit((uint8_t)all.data[i]))
            a[n++] = (char)(all.data[i] | 32);
    for (size_t i = 0; i < part.size && k < sizeof b; i++)
        if (((uint8_t)part.data[i] | 32) >= 'a' || char_is_digit((uint8_t)part.data[i]))
            b[k++] = (char)(part.data[i] | 32);
    return k >= 3 && memmem(a, n, b, k);
}

/* "Bridge Opens - Halmere Post" -> "Bridge Opens". What is cut is the outlet's name or, where `any`, whatever is short.
 */
static Text without_outlet(const Meta *m, Text title, bool any)
{
    size_t at = 0, size = 0;
    for (unsigned cuts = 0; cuts < MOST_CUTS && last_separator(title, title.size, &at, &size); cuts++) {
        Text rest = text_of(title.data + at + size, title.size - at - size);
        bool outlet = letters_contain(rest, m->found->outlet) || letters_contain(m->found->outlet, rest) ||
                      letters_contain(page_host(m->found->url), rest);
        if (!outlet && !(any && words_of(rest) <= 4 && words_of(text_of(title.data, at)) >= 3)) break;
        title.size = at;
    }
    return title;
}

/* Some systems escape twice: what was "&amp;#8217;" is "&#8217;" by now. */
static bool unescape(Meta *m, Text *text)
{
    const char *mark = text->size ? memchr(text->data, '&', text->size) : NULL;
    size_t left = mark ? text->size - (size_t)(mark - text->data) : 0;
    if (!left || !memchr(mark, ';', left) || memchr(text->data, '<', text->size)) return true;
    return !page_text(*text, m->arena, text, NULL);
}

/* JSON-LD, but where OpenGraph and the heading are of one mind against it: some systems leave their own words there. */
static bool find_title(Meta *m)
{
    Text title = without_outlet(m, m->linked->headline, false);
    Text open = without_outlet(m, first_meta(m, SLOT_TITLE), false);
    bool agreed = open.size && letters_contain(open, m->heading) && letters_contain(m->heading, open);
    if (!title.size || agreed) title = open;
    if (!title.size && m->heading.size < 300) title = m->heading;
    if (!title.size) title = without_outlet(m, m->title, true);
    return unescape(m, &title) && text_line(title, m->arena, &m->found->title);
}

/* ---- the byline ---- */

static bool is_author(Text name)
{
    static const char *const none[] = {"admin",     "administrator", "author", "no author", "unknown", "null",
                                       "undefined", "none",          "n/a",    "editor",    "by"};
    if (!name.size || name.size > 200 || text_has_case(name, "://") || text_has_case(name, "www.")) return false;
    for (size_t i = 0; i < COUNT(none); i++)
        if (text_is_case(name, none[i])) return false;
    bool letter = false;
    for (size_t i = 0; i < name.size; i++) {
        uint8_t c = (uint8_t)name.data[i];
        if (char_is_digit(c) || c == '@' || c == '/' || c == '{' || c == '<') return false;
        letter |= c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z');
    }
    return letter;
}

static Text after_by(Text name)
{
    static const char *const begins[] = {"written by",        "posted by", "story by", "reported by", "words by",
                                         "view all posts by", "posts by",  "author:",  "by:",         "by"};
    for (size_t i = 0; i < COUNT(begins); i++) {
        size_t n = strlen(begins[i]);
        bool whole = name.size > n && ((uint8_t)name.data[n] <= ' ' || begins[i][n - 1] == ':');
        if (whole && !strncasecmp(name.data, begins[i], n)) return text_trim(text_of(name.data + n, name.size - n));
    }
    return name;
}

/* "By Ana Quill | Halmere Post", "Ana Quill Updated: 7 March 2026" -> "Ana Quill" */
static Text author_of(Text words)
{
    static const char *const ends[] = {"|", "\xE2\x80\xA2", "\xC2\xB7", "\n", " Updated", " Published", " Posted"};
    Text name = after_by(text_trim(words));
    for (size_t i = 0; i < COUNT(ends); i++) {
        const char *end = name.size ? memmem(name.data, name.size, ends[i], strlen(ends[i])) : NULL;
        if (end) name.size = (size_t)(end - name.data);
    }
    for (size_t i = 1; i < name.size; i++)
        if (name.data[i - 1] == ' ' && char_is_digit((uint8_t)name.data[i])) name.size = i;
    name = text_trim(name);
    while (name.size && strchr(",;:-", name.data[name.size - 1])) name = text_trim(text_of(name.data, name.size - 1));
    return name;
}

/* "A", "A and B", "A, B and C" of those that are names, each once. */
static bool join_authors(Meta *m, const Text *names, uint32_t count)
{
    Text good[FEW];
    uint32_t n = 0;
    for (uint32_t i = 0; i < count && n < FEW; i++) {
        Text name = author_of(names[i]);
        bool known = false;
        for (uint32_t k = 0; k < n; k++) known |= text_equal(good[k], name);
        if (!known && is_author(name)) good[n++] = name;
    }
    Builder b = {.arena = m->arena};
    for (uint32_t i = 0; i < n; i++) {
        if (i) build(&b, text_literal(i + 1 == n ? " and " : ", "));
        build(&b, good[i]);
    }
    return !b.failed && text_line(text_of(b.data, b.size), m->arena, &m->found->byline);
}

static bool find_byline(Meta *m)
{
    if (!join_authors(m, m->linked->authors, m->linked->author_count)) return false;
    for (size_t i = 0; i < COUNT(meta_names) && !m->found->byline.size; i++)
        if (meta_names[i].slot == SLOT_BYLINE && !join_authors(m, m->metas[i], m->counts[i])) return false;
    return m->found->byline.size || join_authors(m, &m->author, 1);
}

/* ---- the date ---- */

static bool take_date(Meta *m, Text words)
{
    char day[11];
    if (m->found->published.size || !words.size) return true;
    if (date_read(words, NULL, day)) return arena_text(m->arena, text_of(day, 10), &m->found->published);
    if (!m->bad_date.size) m->bad_date = words;
    return true;
}

/* …/2026/03/07/… */
static Text date_in_path(Text url)
{
    Text path = path_of(url);
    for (size_t at = 0; at + 12 <= path.size; at++) {
        bool fits = true;
        for (size_t i = 0; i < 12 && fits; i++)
            fits = "/dddd/dd/dd/"[i] == 'd' ? char_is_digit((uint8_t)path.data[at + i]) : path.data[at + i] == '/';
        if (fits) return text_of(path.data + at + 1, 10);
    }
    return (Text){0};
}

static bool find_date(Meta *m)
{
    if (!take_date(m, m->linked->published)) return false;
    for (size_t i = 0; i < COUNT(meta_names); i++)
        if (meta_names[i].slot == SLOT_DATE && !take_date(m, m->counts[i] ? m->metas[i][0] : (Text){0})) return false;
    if (!take_date(m, m->date_words)) return false;
    Text said = m->bad_date;
    const Text guesses[] = {m->time, date_in_path(m->found->url), m->stamp};
    for (size_t i = 0; i < COUNT(guesses) && !m->piece->published; i++)
        if (!take_date(m, guesses[i])) return false;
    return m->found->published.size || m->piece->published || !said.size ||
           found_warn_date(m->found, m->arena, said);
}

bool meta_read(const Tree *tree, const Linked *linked, const Piece *piece, Arena *arena, Found *found)
{
    Meta *m = TAKE(arena, Meta, 1);
    if (!m) return false;
    *m = (Meta){.tree = tree, .linked = linked, .piece = piece, .arena = arena, .found = found};
    for (uint32_t i = 0; i < tree->element_count; i++) note(m, &tree->elements[i]);
    find_url(m);
    return find_outlet(m) && find_title(m) && find_byline(m) && find_date(m);
}
