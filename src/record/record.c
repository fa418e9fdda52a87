/* The door to the forms, and what several of them share. */
#include "record/internal.h"

const char *form_name(uint8_t form)
{
    return form == SAYSO_FORM_DIRECT ? "direct" : form == SAYSO_FORM_MIXED ? "mixed" : "indirect";
}

float confidence_of(const Attribution *attribution)
{
    float p = attribution->confidence;
    return p > 0 ? (p < 1 ? p : 1) : 0;
}

Span shown_of(const Reading *r, Span bytes)
{
    if (bytes.end - bytes.begin <= MENTION_SHOWN) return bytes;
    uint32_t end = bytes.begin + MENTION_SHOWN;
    while ((r->article.text.data[end] & 0xC0) == 0x80) end--;
    return (Span){bytes.begin, end};
}

static size_t joint_size(const Reading *r, const Standing *s)
{
    size_t size = 0;
    for (uint32_t i = 0; i < s->joint_count; i++) size += r->entities.items[joint_of(r, s)[i]].name.size + 2;
    return size;
}

Text who_text(const Reading *r, const Standing *s, Arena *scratch)
{
    if (s->entity != NONE) return r->entities.items[s->entity].name;
    char *names = s->joint_count ? TAKE(scratch, char, joint_size(r, s)) : NULL;
    size_t at = 0;
    for (uint32_t i = 0; names && i < s->joint_count; i++) {
        Text name = r->entities.items[joint_of(r, s)[i]].name;
        if (i) memcpy(names + at, "; ", 2), at += 2;
        memcpy(names + at, name.data, name.size);
        at += name.size;
    }
    return names ? text_of(names, at) : text_literal("");
}

Text party_text(const Reading *r, const Party *party)
{
    if (absent(party->words)) return text_literal("");
    return party->entity == NONE ? span_text(r, bytes_of(r, party->words)) : r->entities.items[party->entity].name;
}

Text writer_of(const Reading *r)
{
    Span byline = bytes_of(r, r->entities.byline);
    return absent(byline) ? r->article.byline : span_text(r, byline);
}

const char *record_heading(sayso_format format) { return format == SAYSO_FORMAT_CSV ? CSV_HEADING : ""; }

Status record_write(const Reading *reading, sayso_format format, const sayso_write_options *options, Sink sink,
                    Arena *scratch, Error *error)
{
    Out out;
    out_begin(&out, sink);
    uint32_t width = options && options->width ? options->width : 100;
    bool explain = options && options->explain, colour = options && options->colour;
    if (explain && format > SAYSO_FORMAT_JSONL)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "only the table and the two JSON formats explain");
    switch (format) {
    case SAYSO_FORMAT_TABLE:
        (explain ? write_explanation : write_table)(reading, width, colour, scratch, &out);
        if (options && options->events) write_event_rows(reading, width, colour, scratch, &out);
        break;
    case SAYSO_FORMAT_JSON: write_json(reading, false, explain, scratch, &out); break;
    case SAYSO_FORMAT_JSONL: write_json(reading, true, explain, scratch, &out); break;
    case SAYSO_FORMAT_BRAT: write_brat(reading, scratch, &out); break;
    case SAYSO_FORMAT_CSV: write_csv(reading, scratch, &out); break;
    case SAYSO_FORMAT_CONLLU: write_conllu(reading, &out); break;
    case SAYSO_FORMAT_DUMP_TOKEN: write_dump_token(reading, &out); break;
    case SAYSO_FORMAT_DUMP_SYNTAX: write_dump_syntax(reading, &out); break;
    case SAYSO_FORMAT_DUMP_ATTRIBUTION: write_dump_attribution(reading, &out); break;
    case SAYSO_FORMAT_DUMP_ENTITY: write_dump_entity(reading, &out); break;
    case SAYSO_FORMAT_DUMP_STANDING: write_dump_standing(reading, &out); break;
    case SAYSO_FORMAT_DUMP_EVENT: write_dump_event(reading, &out); break;
    default: return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no format %d", (int)format);
    }
    return out_end(&out, error);
}
