/* A document: what was read, answered piece by piece or written as a whole. Nothing in it changes. */
#include "pipeline/internal.h"

void sayso_document_free(sayso_document *d)
{
    if (!d) return;
    arena_free(&d->arena);
    sayso_allocator allocator = d->allocator;
    mem_give(&allocator, d);
}

sayso_text sayso_document_text(const sayso_document *d) { return d->reading.article.text; }

sayso_text sayso_document_id(const sayso_document *d) { return d->reading.article.id; }

sayso_text sayso_document_url(const sayso_document *d) { return d->reading.article.url; }

sayso_text sayso_document_title(const sayso_document *d) { return d->reading.article.title; }

sayso_text sayso_document_outlet(const sayso_document *d) { return d->reading.article.outlet; }

sayso_text sayso_document_writer(const sayso_document *d) { return writer_of(&d->reading); }

sayso_text sayso_document_published(const sayso_document *d)
{
    Text published = d->reading.article.published;
    return published.size ? published : text_literal("");
}

size_t sayso_document_warnings(const sayso_document *d) { return d->reading.article.warning_count; }

sayso_text sayso_document_warning(const sayso_document *d, size_t index)
{
    const Article *a = &d->reading.article;
    return index < a->warning_count ? a->warnings[index] : text_literal("");
}

size_t sayso_document_words(const sayso_document *d) { return d->reading.tokens.word_count; }

size_t sayso_document_sentences(const sayso_document *d) { return d->reading.tokens.sentence_count; }

size_t sayso_document_attributions(const sayso_document *d) { return d->reading.attributions.count; }

/* The public ids count from 1, and 0 is none. */
static uint32_t id_of(uint32_t index) { return index == NONE ? 0 : index + 1; }

static sayso_party party_of(const sayso_document *d, const Party *p)
{
    return (sayso_party){words_bytes(&d->reading.tokens, p->words), id_of(p->entity)};
}

static void add_standing(const sayso_document *d, const Standing *s, sayso_attribution *out)
{
    out->entity = id_of(s->entity);
    out->kind = (sayso_kind)s->kind;
    out->act = (sayso_act)s->act;
    out->to = party_of(d, &s->to);
    out->via = party_of(d, &s->via);
    out->when = words_bytes(&d->reading.tokens, s->when);
    out->date = text_literal(s->date);
    out->anonymity = words_bytes(&d->reading.tokens, s->anonymity);
    out->within = id_of(s->within);
    out->negated = s->negated_rule != 0;
    out->clause = s->clause;
    out->confidence_who = out->confidence_act = -1; /* nothing tells them yet */
    if (!s->joint_count) return;
    out->entities = d->joint + s->joint_first;
    out->entity_count = s->joint_count;
    out->entity = out->entities[0];
}

sayso_status sayso_document_attribution(const sayso_document *d, size_t index, sayso_attribution *out, size_t size)
{
    if (!out || !size) return SAYSO_ERROR_ARGUMENT;
    memset(out, 0, size);
    if (!d || index >= d->reading.attributions.count) return SAYSO_ERROR_ARGUMENT;
    const Attribution *a = &d->reading.attributions.items[index];
    sayso_attribution full = {
        .id = (uint32_t)index + 1,
        .source = words_bytes(&d->reading.tokens, a->source),
        .cue = words_bytes(&d->reading.tokens, a->cue),
        .contents = d->contents + a->content_first,
        .content_count = a->content_count,
        .form = (sayso_form)a->form,
        .confidence = a->confidence,
    };
    add_standing(d, &d->reading.standings.items[index], &full);
    memcpy(out, &full, size < sizeof full ? size : sizeof full);
    return SAYSO_OK;
}

size_t sayso_document_entities(const sayso_document *d) { return d->reading.entities.count; }

sayso_status sayso_document_entity(const sayso_document *d, size_t index, sayso_entity *out, size_t size)
{
    if (!out || !size) return SAYSO_ERROR_ARGUMENT;
    memset(out, 0, size);
    if (!d || index >= d->reading.entities.count) return SAYSO_ERROR_ARGUMENT;
    const Entity *e = &d->reading.entities.items[index];
    sayso_entity full = {
        .id = (uint32_t)index + 1,
        .type = (sayso_type)e->type,
        .name = e->name,
        .country = text_literal(e->country),
        .mentions = d->mentions + e->mention_first,
        .roles = d->roles + e->role_first,
        .mention_count = e->mention_count,
        .role_count = e->role_count,
        .gender = (sayso_gender)e->gender,
        .gender_by = (sayso_evidence)e->gender_by,
    };
    memcpy(out, &full, size < sizeof full ? size : sizeof full);
    return SAYSO_OK;
}

size_t sayso_document_events(const sayso_document *d) { return d->reading.events.count; }

sayso_status sayso_document_event(const sayso_document *d, size_t index, sayso_event *out, size_t size)
{
    if (!out || !size) return SAYSO_ERROR_ARGUMENT;
    memset(out, 0, size);
    if (!d || index >= d->reading.events.count) return SAYSO_ERROR_ARGUMENT;
    const Event *e = &d->reading.events.items[index];
    const char *mode = event_mode_name(e->mode);
    sayso_event full = {
        .id = (uint32_t)index + 1,
        .type = (sayso_event_type)e->type,
        .status = (sayso_event_status)e->status,
        .mode = text_literal(mode ? mode : ""),
        .triggers = d->triggers + e->told.first,
        .evidence = d->evidence + e->told.first,
        .actors = e->actors.count ? d->parties + e->actors.first : NULL,
        .recipients = e->recipients.count ? d->parties + e->recipients.first : NULL,
        .according_to = e->by.count ? d->according_to + e->by.first : NULL,
        .told_count = e->told.count,
        .actor_count = e->actors.count,
        .recipient_count = e->recipients.count,
        .according_to_count = e->by.count,
        .when = words_bytes(&d->reading.tokens, e->when),
        .date = text_literal(e->date),
        .place = words_bytes(&d->reading.tokens, e->place),
        .place_entity = id_of(e->place_entity),
        .confidence = e->confidence,
    };
    memcpy(out, &full, size < sizeof full ? size : sizeof full);
    return SAYSO_OK;
}

sayso_span sayso_document_byline(const sayso_document *d)
{
    return words_bytes(&d->reading.tokens, d->reading.entities.byline);
}

size_t sayso_document_credits(const sayso_document *d) { return d->reading.entities.credit_count; }

uint32_t sayso_document_credit(const sayso_document *d, size_t index)
{
    const Entities *e = &d->reading.entities;
    return index < e->credit_count ? id_of(e->credits[index]) : 0;
}

static const char *or_empty(const char *name) { return name ? name : ""; }

/* The stages' enumerators are the public ones. */
_Static_assert((int)SAYSO_KIND_AUTHOR == (int)KIND_AUTHOR && (int)KIND_COUNT == (int)KIND_AUTHOR + 1, "kinds differ");
_Static_assert((int)SAYSO_ACT_THINK == (int)ACT_THINK && (int)ACT_COUNT == (int)ACT_THINK + 1, "acts differ");
_Static_assert((int)SAYSO_TYPE_PEOPLE == (int)ENTITY_PEOPLE && (int)ENTITY_TYPES == (int)ENTITY_PEOPLE + 1,
               "types differ");
_Static_assert((int)SAYSO_GENDER_OTHER == (int)GENDER_OTHER && (int)GENDERS == (int)GENDER_OTHER + 1, "genders differ");
_Static_assert((int)SAYSO_EVIDENCE_NAME == (int)EVIDENCE_NAME && (int)EVIDENCES == (int)EVIDENCE_NAME + 1,
               "evidences differ");

static uint8_t byte_of(unsigned value) { return value < 256 ? (uint8_t)value : 255; }

const char *sayso_kind_name(sayso_kind kind) { return or_empty(kind_name(byte_of(kind))); }

const char *sayso_act_name(sayso_act act) { return or_empty(act_name(byte_of(act))); }

const char *sayso_type_name(sayso_type type) { return or_empty(entity_type_name(byte_of(type))); }

const char *sayso_gender_name(sayso_gender gender) { return or_empty(gender_name(byte_of(gender))); }

const char *sayso_evidence_name(sayso_evidence by) { return or_empty(evidence_name(byte_of(by))); }

_Static_assert((int)SAYSO_EVENT_ASSAULT == (int)EVENT_ASSAULT && (int)EVENT_TYPES == (int)EVENT_ASSAULT + 1 &&
                   (int)SAYSO_EVENT_REQUEST == (int)EVENT_REQUEST,
               "types of events differ");
_Static_assert((int)SAYSO_STATUS_ASSERTED == (int)STATUS_ASSERTED && (int)STATUSES == (int)STATUS_ASSERTED + 1 &&
                   (int)SAYSO_STATUS_DEMANDED == (int)STATUS_DEMANDED,
               "statuses differ");

const char *sayso_event_type_name(sayso_event_type type) { return or_empty(event_type_name(byte_of(type))); }

const char *sayso_event_status_name(sayso_event_status status) { return or_empty(event_status_name(byte_of(status))); }

const char *sayso_format_heading(sayso_format format) { return record_heading(format); }

sayso_status sayso_document_write(const sayso_document *d, sayso_format format, const sayso_write_options *given,
                                  int (*sink)(void *context, const char *data, size_t size), void *context,
                                  sayso_error *error)
{
    if (!d || !sink)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_document_write needs a document and a sink");
    sayso_write_options options = {0};
    Status status =
        given ? take_options(&options, sizeof options, given, sizeof given->size, "sayso_write_options", error)
              : SAYSO_OK;
    if (status) return status;
    Arena scratch;
    arena_init(&scratch, &d->allocator, d->arena.ceiling);
    status = record_write(&d->reading, format, &options, (Sink){sink, context}, &scratch, error);
    arena_free(&scratch);
    return status;
}
