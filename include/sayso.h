/* sayso: reads news reports and says who said what, with the words as evidence.
 *
 * Caveats first:
 *  - English only. Text is UTF-8; bytes that are not are read as Windows-1252 and the document says so.
 *  - Offsets are bytes into the document's own text, half-open [begin, end). Code points appear in the
 *    rendered formats alone (see sayso_document_write).
 *  - An article is one piece of memory: at most `max_article_bytes` long, 8 MiB unless told otherwise.
 *
 * Three lifetimes, three handles:
 *  - an engine holds the model. Immutable after opening, shared by any number of threads.
 *  - a session holds scratch memory. One a thread, reused from article to article. Borrows its engine.
 *  - a document is a result. Immutable, stands alone: it outlives session and engine.
 *
 * Every function that can fail returns a status that must be used, fills `error` where one is given (NULL is
 * allowed), and leaves its out pointer NULL. The library never prints, exits, aborts, sets the locale or
 * installs handlers. The same article and model give the same document on every machine and thread count. */
#ifndef SAYSO_H
#define SAYSO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SAYSO_API __attribute__((visibility("default")))
#define SAYSO_MUST_USE __attribute__((warn_unused_result))
#else
#define SAYSO_API
#define SAYSO_MUST_USE
#endif

typedef struct sayso_engine sayso_engine;
typedef struct sayso_session sayso_session;
typedef struct sayso_document sayso_document;

typedef enum sayso_status {
    SAYSO_OK = 0,
    SAYSO_ERROR_ARGUMENT, /* the caller's mistake: a NULL, a bad option, a bad date */
    SAYSO_ERROR_MEMORY,   /* the allocator gave nothing, or the session's ceiling is reached */
    SAYSO_ERROR_LIMIT,    /* the article is longer than the limit */
    SAYSO_ERROR_IO,       /* a file could not be read or written */
    SAYSO_ERROR_MODEL,    /* the model file is not one, is damaged, or of another format */
    SAYSO_ERROR_INPUT,    /* the bytes are not an article (they are a picture, say) */
    SAYSO_ERROR_INTERNAL  /* a stage broke its promise: our bug, seen by builds with checks alone; please report it */
} sayso_status;

typedef struct sayso_error {
    sayso_status status;
    uint64_t offset;   /* byte position in the input or the model file; UINT64_MAX where it has none */
    char message[256]; /* one sentence: what, where, and the remedy; NUL-terminated UTF-8 */
} sayso_error;

/* Memory for engines, sessions and documents. `resize(context, NULL, n)` allocates, `(p, 0)` frees and
 * returns NULL, otherwise it behaves as realloc. Must be callable from any thread that uses the engine. */
typedef struct sayso_allocator {
    void *(*resize)(void *context, void *pointer, size_t size);
    void *context;
} sayso_allocator;

typedef struct sayso_text { /* borrowed; UTF-8; not NUL-terminated; may hold NUL */
    const char *data;
    size_t size;
} sayso_text;

typedef struct sayso_span { /* bytes of the document's text, half-open; begin == end means absent */
    uint32_t begin, end;
} sayso_span;

/* ---- engine ---- */

typedef struct sayso_engine_options {
    size_t size;                      /* sizeof(sayso_engine_options) */
    const char *model_path;           /* required */
    const sayso_allocator *allocator; /* NULL: malloc. Copied; the context must outlive all that it made */
} sayso_engine_options;

/* Opens and checks the model file. The file is mapped: replace it by renaming, never by writing into it. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_engine_open(const sayso_engine_options *options, sayso_engine **out,
                                                        sayso_error *error);
/* Closes after the last session. NULL is allowed. */
SAYSO_API void sayso_engine_close(sayso_engine *engine);
/* The model's card as JSON text. Borrowed until the engine closes. */
SAYSO_API sayso_text sayso_engine_card(const sayso_engine *engine);

/* ---- session ---- */

typedef struct sayso_session_options {
    size_t size;              /* sizeof(sayso_session_options) */
    size_t max_article_bytes; /* 0: 8 MiB; at most 1 GiB */
    size_t max_memory_bytes;  /* the most that a session's scratch may hold, and the most of a document; 0: 4 GiB each */
} sayso_session_options;

/* `options` may be NULL. The session borrows `engine`. One thread at a time. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_session_open(const sayso_engine *engine,
                                                         const sayso_session_options *options, sayso_session **out,
                                                         sayso_error *error);
SAYSO_API void sayso_session_close(sayso_session *session); /* NULL is allowed */

/* ---- analysis ---- */

typedef struct sayso_article {
    size_t size;          /* sizeof(sayso_article) */
    sayso_text bytes;     /* the article as it came; copied */
    sayso_text id;        /* the caller's name for it, UTF-8; may be empty; copied */
    sayso_text published; /* YYYY-MM-DD or empty; it overrules the text's own date line; copied */
} sayso_article;

/* Reads one article. Time and memory grow in proportion to its length. On failure the session stays usable. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_analyse(sayso_session *session, const sayso_article *article,
                                                    sayso_document **out, sayso_error *error);
SAYSO_API void sayso_document_free(sayso_document *document); /* NULL is allowed */

/* ---- document: everything returned is borrowed until the document is freed; `document` may not be NULL ---- */

typedef enum sayso_form { SAYSO_FORM_INDIRECT, SAYSO_FORM_MIXED, SAYSO_FORM_DIRECT } sayso_form;

typedef struct sayso_attribution {
    uint32_t id;                /* from 1, in the order of the text */
    sayso_span source;          /* absent where the text names none */
    sayso_span cue;             /* absent in the rare attribution without one */
    const sayso_span *contents; /* ascending, `content_count` of them, at least one */
    uint32_t content_count;
    sayso_form form;
    float confidence; /* probability that source, cue and content are all right */
} sayso_attribution;

SAYSO_API sayso_text sayso_document_text(const sayso_document *document);
SAYSO_API sayso_text sayso_document_id(const sayso_document *document);
SAYSO_API sayso_text sayso_document_published(const sayso_document *document); /* empty where unknown */
/* What the reader of the record should know ("the text was not UTF-8 at byte 17; it is read as Windows-1252"):
 * sentence `index` of sayso_document_warnings, empty where there is none such. */
SAYSO_API size_t sayso_document_warnings(const sayso_document *document);
SAYSO_API sayso_text sayso_document_warning(const sayso_document *document, size_t index);
SAYSO_API size_t sayso_document_words(const sayso_document *document);
SAYSO_API size_t sayso_document_sentences(const sayso_document *document);
SAYSO_API size_t sayso_document_attributions(const sayso_document *document);
/* Copies the first `size` bytes of attribution `index` (pass sizeof(sayso_attribution)), so that a program
 * built against an older header keeps working. SAYSO_ERROR_ARGUMENT where there is no such attribution. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_document_attribution(const sayso_document *document, size_t index,
                                                                 sayso_attribution *out, size_t size);

/* ---- rendering ---- */

typedef enum sayso_format {
    SAYSO_FORMAT_TABLE,  /* for people */
    SAYSO_FORMAT_JSON,   /* the record, indented */
    SAYSO_FORMAT_JSONL,  /* the record, one line */
    SAYSO_FORMAT_BRAT,   /* standoff annotation */
    SAYSO_FORMAT_CSV,    /* a row an attribution, RFC 4180, without the heading */
    SAYSO_FORMAT_CONLLU, /* words, tags, trees */
    /* the stages, for debugging and golden files */
    SAYSO_FORMAT_DUMP_TOKEN,
    SAYSO_FORMAT_DUMP_SYNTAX,
    SAYSO_FORMAT_DUMP_ATTRIBUTION
} sayso_format;

typedef struct sayso_write_options {
    size_t size;    /* sizeof(sayso_write_options) */
    uint32_t width; /* columns of the table; 0: 100 */
    int colour;     /* the table with ANSI colours */
} sayso_write_options;

/* What stands once before the first document of a format: the heading of SAYSO_FORMAT_CSV, "" for the others.
 * Static. */
SAYSO_API const char *sayso_format_heading(sayso_format format);

/* Calls `sink` with pieces of the rendering, in order; a sink that returns nonzero stops it (SAYSO_ERROR_IO).
 * `options` may be NULL. The two JSON formats take memory from malloc, whatever the engine's allocator. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_document_write(const sayso_document *document, sayso_format format,
                                                           const sayso_write_options *options,
                                                           int (*sink)(void *context, const char *data, size_t size),
                                                           void *context, sayso_error *error);

SAYSO_API const char *sayso_version(void);                      /* "0.1.0"; static */
SAYSO_API const char *sayso_status_name(sayso_status status);   /* "memory"; static */

#ifdef __cplusplus
}
#endif
#endif
