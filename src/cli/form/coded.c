/* The events of an article in the forms that others code them in: PLOVER's JSON, a line an event; the columns of PETRARCH-2, of
 * POLECAT and of GDELT 1.0, parted by tabs. Those forms cannot say that a deed was denied, or is to come: what is asserted or
 * reported goes out, and nothing else. docs/events.md tells what each column has, and what is left empty. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/form/form.h"

static bool is_told_so(const sayso_event *e)
{
    return e->status == SAYSO_STATUS_ASSERTED || e->status == SAYSO_STATUS_REPORTED;
}

/* ---- days ---- of the deed where it is told, else of publication, as coders of news take it */

typedef struct Days {
    Text first, last; /* YYYY-MM-DD, or empty */
} Days;

static Days days_of(const KeptArticle *k, const sayso_event *e, char rooms[2][11])
{
    bool told = ledger_days(e->date, rooms[0], rooms[1]);
    if (!told && !ledger_days(k->published, rooms[0], rooms[1])) return (Days){{0}, {0}};
    return (Days){text_of(rooms[0], 10), text_of(rooms[1], 10)};
}

/* ---- who ---- */

static const KeptEntity *entity_of(const KeptArticle *k, uint32_t id)
{
    return id && id <= k->entity_count ? &k->entities[id - 1] : NULL;
}

static Text name_of(const KeptArticle *k, const sayso_event_party *p)
{
    const KeptEntity *e = entity_of(k, p->entity);
    return e ? e->name : text_slice(k->text, p->words);
}

/* ---- PLOVER's JSON ---- */

static json_t *plover_party(const KeptArticle *k, const sayso_event_party *p)
{
    json_t *object = json_object();
    const KeptEntity *e = entity_of(k, p->entity);
    set_text(object, "code", p->country);
    set_text(object, "sector", p->sector);
    set_text(object, "entity_text", text_slice(k->text, p->words));
    if (e) set_text(object, "identifier_text", e->name);
    if (e && e->role_count) set_text(object, "office", text_slice(k->text, e->roles[0]));
    if (e && e->gender) set_text(object, "gender", text_literal(sayso_gender_name(e->gender)));
    return object;
}

static json_t *plover_side(const KeptArticle *k, const sayso_event_party *parties, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++) json_array_append_new(array, plover_party(k, &parties[i]));
    return array;
}

static void set_texts(json_t *object, const KeptArticle *k, const Points *points, const sayso_event *e)
{
    json_t *texts = json_array(), *places = json_array();
    for (uint32_t i = 0; i < e->told_count; i++) {
        Text words = text_slice(k->text, e->evidence[i]);
        json_array_append_new(texts, json_stringn_nocheck(words.data, words.size));
        json_array_append_new(places, json_pack("{si si}", "start", (int)code_point_at(points, e->evidence[i].begin), "end",
                                                (int)code_point_at(points, e->evidence[i].end)));
    }
    json_object_set_new_nocheck(object, "event_text", texts);
    json_object_set_new_nocheck(object, "text_info", places);
}

static void set_location(json_t *object, const KeptArticle *k, const sayso_event *e)
{
    if (e->place.begin >= e->place.end) return;
    json_t *place = json_object();
    const KeptEntity *known = entity_of(k, e->place_entity);
    set_text(place, "extracted_place", text_slice(k->text, e->place));
    if (known) set_text(place, "country_code", known->country);
    json_object_set_new_nocheck(object, "event_loc", place);
}

static void set_citation(json_t *object, const KeptArticle *k)
{
    json_t *cite = json_object();
    set_text(cite, "url", k->url);
    set_text(cite, "title", k->title);
    set_text(cite, "publication", k->outlet);
    json_object_set_new_nocheck(cite, "language", json_string("en"));
    json_object_set_new_nocheck(object, "cite_info", cite);
}

static json_t *plover_of(const KeptArticle *k, const Points *points, const sayso_event *e)
{
    char rooms[2][11];
    json_t *object = json_object();
    Days days = days_of(k, e, rooms);
    EventCode code = event_code(e->type, e->mode);
    json_object_set_new_nocheck(object, "id", json_sprintf("%.*s:%u", (int)k->label.size, k->label.data ? k->label.data : "", e->id));
    set_text(object, "date", days.first);
    if (!text_equal(days.first, days.last)) set_text(object, "enddate", days.last);
    json_object_set_new_nocheck(object, "actor", plover_side(k, e->actors, e->actor_count));
    json_object_set_new_nocheck(object, "recipient", plover_side(k, e->recipients, e->recipient_count));
    json_object_set_new_nocheck(object, "event", json_pack("[s]", sayso_event_type_name(e->type)));
    if (e->mode.size) json_object_set_new_nocheck(object, "mode", json_pack("[s%]", e->mode.data, e->mode.size));
    json_object_set_new_nocheck(object, "quad_code", json_integer(code.quad));
    if (code.scored) json_object_set_new_nocheck(object, "event_scale", json_real(code.score));
    set_location(object, k, e);
    set_texts(object, k, points, e);
    set_citation(object, k);
    json_object_set_new_nocheck(object, "coder", json_sprintf("sayso %s", sayso_version()));
    set_text(object, "status", text_literal(sayso_event_status_name(e->status)));
    return object;
}

static bool put_line(Buffer *out, json_t *value)
{
    char *line = value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(4)) : NULL;
    bool put = line && buffer_add(out, line, strlen(line)) && buffer_add(out, "\n", 1);
    free(line);
    json_decref(value);
    return put;
}

static bool put_plover(const KeptArticle *k, Buffer *out)
{
    Points points;
    if (!code_points_make(k->text, &points)) return false;
    bool put = true;
    for (uint32_t i = 0; i < k->event_count && put; i++)
        if (is_told_so(&k->events[i])) put = put_line(out, plover_of(k, &points, &k->events[i]));
    code_points_free(&points);
    return put;
}

/* ---- columns ---- */

/* A cell: what would end it or the row is a blank. */
static bool put_cell(Buffer *out, Text text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i] == '\t' || text.data[i] == '\n' || text.data[i] == '\r' ? ' ' : text.data[i];
        if (!buffer_add(out, &c, 1)) return false;
    }
    return true;
}

static bool put_tab(Buffer *out) { return buffer_add(out, "\t", 1); }

static bool put_next(Buffer *out, Text text) { return put_tab(out) && put_cell(out, text); }

static bool put_empty(Buffer *out, unsigned count)
{
    bool put = true;
    for (unsigned i = 0; i < count && put; i++) put = put_tab(out);
    return put;
}

static bool put_format(Buffer *out, const char *format, ...) PRINTF_LIKE(2, 3);
static bool put_format(Buffer *out, const char *format, ...)
{
    char room[64];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(room, sizeof room, format, arguments);
    va_end(arguments);
    return n >= 0 && (size_t)n < sizeof room && buffer_add(out, room, (size_t)n);
}

/* "20260306" of 2026-03-06, so many of its digits. */
static bool put_day(Buffer *out, Text day, size_t digits)
{
    bool put = true;
    for (size_t i = 0; i < day.size && digits && put; i++) {
        if (day.data[i] == '-') continue;
        put = buffer_add(out, day.data + i, 1);
        digits--;
    }
    return put;
}

/* ---- pairs ---- CAMEO's events have one actor and one recipient: a row for each two; of those who meet, for each in turn */

typedef bool PutPair(const KeptArticle *k, const sayso_event *e, const sayso_event_party *from, const sayso_event_party *to,
                     Buffer *out);

static bool put_meeting(const KeptArticle *k, const sayso_event *e, PutPair *put_pair, Buffer *out)
{
    bool put = true;
    for (uint32_t i = 0; i < e->actor_count; i++)
        for (uint32_t n = 0; n < e->actor_count && put; n++)
            if (i != n) put = put_pair(k, e, &e->actors[i], &e->actors[n], out);
    return put;
}

static bool put_pairs(const KeptArticle *k, const sayso_event *e, PutPair *put_pair, Buffer *out)
{
    bool put = true;
    if (!e->recipient_count && e->actor_count > 1 && e->type == SAYSO_EVENT_CONSULT) return put_meeting(k, e, put_pair, out);
    uint32_t actors = e->actor_count ? e->actor_count : 1, recipients = e->recipient_count ? e->recipient_count : 1;
    for (uint32_t i = 0; i < actors; i++)
        for (uint32_t n = 0; n < recipients && put; n++)
            put = put_pair(k, e, e->actor_count ? &e->actors[i] : NULL, e->recipient_count ? &e->recipients[n] : NULL, out);
    return put;
}

/* ---- PETRARCH-2's columns ---- date, source, target, code, issues, id, url, outlet, their words, the trigger */

/* "USAGOV"; "---" as PETRARCH has it where nothing is known. */
static bool put_actor_code(Buffer *out, const sayso_event_party *p, const char *none)
{
    const char *sector = p ? cameo_sector(p->sector) : "";
    if (!p || (!p->country.size && !*sector)) return buffer_add(out, none, strlen(none));
    return buffer_add(out, p->country.data, p->country.size) && buffer_add(out, sector, strlen(sector));
}

static bool put_cameo(Buffer *out, EventCode code)
{
    return code.code ? put_format(out, "%s", code.code) : put_format(out, "%s0", code.root);
}

static bool put_words(Buffer *out, const KeptArticle *k, const sayso_event_party *p)
{
    return put_next(out, p ? text_slice(k->text, p->words) : text_literal("---"));
}

static bool put_petrarch(const KeptArticle *k, const sayso_event *e, const sayso_event_party *from, const sayso_event_party *to,
                         Buffer *out)
{
    char rooms[2][11];
    Days days = days_of(k, e, rooms);
    bool put = put_day(out, days.first, 8) && put_tab(out) && put_actor_code(out, from, "---") && put_tab(out) &&
               put_actor_code(out, to, "---") && put_tab(out) && put_cameo(out, event_code(e->type, e->mode)) && put_tab(out) &&
               put_next(out, k->label) && put_format(out, "_%u", e->id);
    if (k->url.size) put = put && put_next(out, k->url);
    return put && put_next(out, k->outlet.size ? k->outlet : text_literal("NULL")) && put_words(out, k, from) &&
           put_words(out, k, to) && put_next(out, text_slice(k->text, e->triggers[0])) && buffer_add(out, "\n", 1);
}

/* ---- POLECAT's columns ---- */

static const char polecat_heading[] =
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\t"
    "Recipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\t"
    "Placename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\t"
    "Publication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion\n";

typedef enum PartyField { PARTY_NAME, PARTY_COUNTRY, PARTY_SECTOR, PARTY_WORDS } PartyField;

static Text field_of(const KeptArticle *k, const sayso_event_party *p, PartyField field)
{
    switch (field) {
    case PARTY_NAME: return entity_of(k, p->entity) ? name_of(k, p) : (Text){0};
    case PARTY_COUNTRY: return p->country;
    case PARTY_SECTOR: return p->sector;
    case PARTY_WORDS:
    default: return text_slice(k->text, p->words);
    }
}

/* Several stand in one cell, ";" between, in the same order in each column. */
static bool put_field(Buffer *out, const KeptArticle *k, const sayso_event_party *parties, uint32_t count, PartyField field)
{
    bool put = put_tab(out);
    for (uint32_t i = 0; i < count && put; i++)
        put = (!i || buffer_add(out, ";", 1)) && put_cell(out, field_of(k, &parties[i], field));
    return put;
}

static bool put_side(Buffer *out, const KeptArticle *k, const sayso_event_party *parties, uint32_t count)
{
    return put_field(out, k, parties, count, PARTY_NAME) && put_field(out, k, parties, count, PARTY_COUNTRY) && put_empty(out, 1) &&
           put_field(out, k, parties, count < 1 ? count : 1, PARTY_SECTOR) && put_field(out, k, parties, count, PARTY_SECTOR) &&
           put_empty(out, 1) && put_field(out, k, parties, count, PARTY_WORDS) && put_empty(out, 1);
}

static bool is_of(sayso_type type, unsigned group)
{
    bool place = type == SAYSO_TYPE_COUNTRY || type == SAYSO_TYPE_PLACE, person = type == SAYSO_TYPE_PERSON;
    return group == 0 ? person : group == 1 ? type == SAYSO_TYPE_ORGANIZATION || type == SAYSO_TYPE_OUTLET : place;
}

static bool put_story(Buffer *out, const KeptArticle *k, unsigned group)
{
    bool put = put_tab(out), first = true;
    for (uint32_t i = 0; i < k->entity_count && put; i++) {
        if (!is_of(k->entities[i].type, group)) continue;
        put = (first || buffer_add(out, ";", 1)) && put_cell(out, k->entities[i].name);
        first = false;
    }
    return put;
}

static bool put_polecat(const KeptArticle *k, const sayso_event *e, Buffer *out)
{
    char rooms[2][11];
    Days days = days_of(k, e, rooms);
    EventCode code = event_code(e->type, e->mode);
    bool put = put_cell(out, k->label) && put_format(out, ":%u", e->id) && put_next(out, days.first) &&
               put_next(out, text_literal(sayso_event_type_name(e->type))) && put_next(out, e->mode) && put_tab(out);
    if (code.scored) put = put && put_format(out, "%g", code.score);
    put = put && put_next(out, text_literal(quad_name(code.quad))) && put_empty(out, 1) &&
          put_side(out, k, e->actors, e->actor_count) && put_side(out, k, e->recipients, e->recipient_count) &&
          put_empty(out, 8) && put_next(out, text_slice(k->text, e->place)) && put_empty(out, 1) && put_next(out, k->outlet) &&
          put_next(out, k->published);
    for (unsigned group = 0; group < 3; group++) put = put && put_story(out, k, group);
    return put && put_format(out, "\ten\tsayso %s\n", sayso_version());
}

/* ---- GDELT 1.0's columns ---- 58, as its daily updates have them, without a heading */

static bool put_gdelt_actor(Buffer *out, const KeptArticle *k, const sayso_event_party *p)
{
    if (!p) return put_empty(out, 10);
    return put_tab(out) && put_actor_code(out, p, "") && put_next(out, name_of(k, p)) && put_next(out, p->country) &&
           put_empty(out, 4) && put_next(out, text_literal(cameo_sector(p->sector))) && put_empty(out, 2);
}

static bool put_gdelt_code(Buffer *out, EventCode code)
{
    bool put = put_tab(out) && put_cameo(out, code) && put_tab(out);
    put = put && (code.code ? put_format(out, "%.3s", code.code) : put_format(out, "%s0", code.root));
    put = put && put_format(out, "\t%s\t%u\t", code.root, cameo_quad(code.root));
    return put && (!code.scored || put_format(out, "%g", code.score));
}

static bool put_gdelt(const KeptArticle *k, const sayso_event *e, const sayso_event_party *from, const sayso_event_party *to,
                      Buffer *out)
{
    char rooms[2][11];
    Days days = days_of(k, e, rooms);
    Text added = k->added.size > 10 ? text_of(k->added.data, 10) : k->added;
    return put_tab(out) && put_day(out, days.first, 8) && put_tab(out) && put_day(out, days.first, 6) && put_tab(out) &&
           put_day(out, days.first, 4) && put_empty(out, 1) && put_gdelt_actor(out, k, from) && put_gdelt_actor(out, k, to) &&
           put_empty(out, 1) && put_gdelt_code(out, event_code(e->type, e->mode)) && put_format(out, "\t%u\t1\t1", e->told_count) &&
           put_empty(out, 1) && put_empty(out, 14) && put_empty(out, 1) && put_next(out, text_slice(k->text, e->place)) &&
           put_empty(out, 5) && put_tab(out) && put_day(out, added, 8) && put_next(out, k->url) && buffer_add(out, "\n", 1);
}

/* ---- all of them ---- */

const char *const coded_names[CODED_FORMS] = {"plover", "petrarch", "polecat", "gdelt"};

const char *coded_heading(Coded coded) { return coded == CODED_POLECAT ? polecat_heading : ""; }

bool coded_write(const KeptArticle *k, Coded coded, Buffer *out)
{
    bool put = true;
    if (coded == CODED_PLOVER) return put_plover(k, out);
    for (uint32_t i = 0; i < k->event_count && put; i++) {
        const sayso_event *e = &k->events[i];
        if (!is_told_so(e)) continue;
        if (coded == CODED_POLECAT)
            put = put_polecat(k, e, out);
        else
            put = put_pairs(k, e, coded == CODED_PETRARCH ? put_petrarch : put_gdelt, out);
    }
    return put;
}
