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

const char *record_heading(sayso_format format) { return format == SAYSO_FORMAT_CSV ? CSV_HEADING : ""; }

Status record_write(const Reading *reading, sayso_format format, const sayso_write_options *options, Sink sink,
                    Arena *scratch, Error *error)
{
    Out out;
    out_begin(&out, sink);
    uint32_t width = options && options->width ? options->width : 100;
    switch (format) {
    case SAYSO_FORMAT_TABLE: write_table(reading, width, options && options->colour, scratch, &out); break;
    case SAYSO_FORMAT_JSON: write_json(reading, false, scratch, &out); break;
    case SAYSO_FORMAT_JSONL: write_json(reading, true, scratch, &out); break;
    case SAYSO_FORMAT_BRAT: write_brat(reading, scratch, &out); break;
    case SAYSO_FORMAT_CSV: write_csv(reading, scratch, &out); break;
    case SAYSO_FORMAT_CONLLU: write_conllu(reading, &out); break;
    case SAYSO_FORMAT_DUMP_TOKEN: write_dump_token(reading, &out); break;
    case SAYSO_FORMAT_DUMP_SYNTAX: write_dump_syntax(reading, &out); break;
    case SAYSO_FORMAT_DUMP_ATTRIBUTION: write_dump_attribution(reading, &out); break;
    default: return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no format %d", (int)format);
    }
    return out_end(&out, error);
}
