/* sayso: reads news reports and says who said what, with the words as evidence.
 *
 * Caveats first:
 *  - English only. Text is UTF-8; bytes that are not are read as Windows-1252 and the document says so.
 *  - Offsets are bytes into the document's own text, half-open [begin, end). Code points appear in the
 *    rendered formats alone (see sayso_document_write).
 *  - An article is one piece of memory: at most `max_article_bytes` long, 1 MiB unless told otherwise.
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
    SAYSO_ERROR_LIMIT,    /* the article is longer than the limit, or has more words than such a text can have */
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
    const char *names_path;           /* the user's own list of names, or NULL; data/README.md tells its form */
    /* Called in sayso_engine_open with what is wrong in that list and left out: a sentence that names file and line,
     * NUL-terminated UTF-8, borrowed until it returns. May be NULL. */
    void (*warn)(void *context, const char *sentence);
    void *warn_context;
    int plain; /* use none of the processor's wide instructions: slower, the same documents; to compare the two */
    const char *careful_path; /* the careful model's file beside the model, or NULL: reads better and some eleven times slower */
} sayso_engine_options;

/* Opens and checks the model file. The file is mapped: replace it by renaming, never by writing into it. A list of
 * more than a million names is SAYSO_ERROR_LIMIT. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_engine_open(const sayso_engine_options *options, sayso_engine **out,
                                                        sayso_error *error);
/* Closes after the last session. NULL is allowed. */
SAYSO_API void sayso_engine_close(sayso_engine *engine);
/* The model's name: sixteen hexadecimal digits, a checksum of its file, or of both files. What is stored should say it. Borrowed likewise. */
SAYSO_API sayso_text sayso_engine_model(const sayso_engine *engine);
/* The model's card as JSON text. Borrowed until the engine closes. */
SAYSO_API sayso_text sayso_engine_card(const sayso_engine *engine);

/* The country of an outlet by its name or, where that is empty, by the domain of a URL, as the lists of names have it: ISO
 * 3166-1 alpha-3 and its NUL, "" where they do not tell. */
SAYSO_API void sayso_engine_country(const sayso_engine *engine, sayso_text outlet, sayso_text url, char country[4]);

/* ---- session ---- */

typedef struct sayso_session_options {
    size_t size;              /* sizeof(sayso_session_options) */
    size_t max_article_bytes; /* 0: 1 MiB; at most 1 GiB. An article has a quarter as many words and marks at most, or 65,536 */
    size_t max_memory_bytes;  /* the most that a session's scratch may hold, and the most of a document; 0: 4 GiB each */
    double min_confidence;    /* attributions of a lower confidence are left out; 0 (all that are found) to 1 */
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
    /* What is known of the article beside its text, UTF-8, each may be empty; copied into the record, not judged. The
     * byline stands where the text itself names no writer. */
    sayso_text url, title, outlet, byline;
} sayso_article;

/* Reads one article. Time and memory grow in proportion to its length. On failure the session stays usable. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_analyse(sayso_session *session, const sayso_article *article,
                                                    sayso_document **out, sayso_error *error);
SAYSO_API void sayso_document_free(sayso_document *document); /* NULL is allowed */

/* ---- document: everything returned is borrowed until the document is freed; `document` may not be NULL ---- */

typedef enum sayso_form { SAYSO_FORM_INDIRECT, SAYSO_FORM_MIXED, SAYSO_FORM_DIRECT } sayso_form;

/* What a source is. Names, as in the record: sayso_kind_name. */
typedef enum sayso_kind {
    SAYSO_KIND_UNKNOWN,
    SAYSO_KIND_PERSON,       /* a named person */
    SAYSO_KIND_UNNAMED,      /* people whom the text does not name: "one official", "sources" */
    SAYSO_KIND_GROUP,        /* people collectively: "voters", "critics" */
    SAYSO_KIND_ORGANIZATION, /* a body, a government or its metonym */
    SAYSO_KIND_OUTLET,       /* a news organization */
    SAYSO_KIND_DOCUMENT,     /* a report, poll, law, letter, post */
    SAYSO_KIND_AUTHOR        /* the article's writer */
} sayso_kind;

/* What the source does with the content. Names, as in the record: sayso_act_name. */
typedef enum sayso_act {
    SAYSO_ACT_STATE,   /* says it: what it is unless something tells otherwise */
    SAYSO_ACT_CLAIM,   /* the writer keeps a distance */
    SAYSO_ACT_CONFIRM, /* admits, acknowledges */
    SAYSO_ACT_DENY,
    SAYSO_ACT_DECLINE, /* no comment; neither confirms nor denies */
    SAYSO_ACT_DISMISS, /* plays down */
    SAYSO_ACT_ACCUSE,
    SAYSO_ACT_CONDEMN, /* criticizes */
    SAYSO_ACT_PRAISE,  /* supports, welcomes */
    SAYSO_ACT_WARN,    /* threatens, cautions */
    SAYSO_ACT_PROMISE, /* announces, plans, vows */
    SAYSO_ACT_URGE,    /* demands, calls for, orders */
    SAYSO_ACT_ASK,
    SAYSO_ACT_SUGGEST, /* hints */
    SAYSO_ACT_THINK    /* believes, hopes, fears, knows */
} sayso_act;

typedef struct sayso_party { /* somebody beside the source */
    sayso_span words;        /* absent where there is none */
    uint32_t entity;         /* the id of who that is, or 0: not known */
} sayso_party;

typedef struct sayso_attribution {
    uint32_t id;                /* from 1, in the order of the text */
    sayso_span source;          /* absent where the text names none */
    sayso_span cue;             /* absent in the rare attribution without one */
    const sayso_span *contents; /* ascending, `content_count` of them, at least one */
    uint32_t content_count;
    sayso_form form;
    float confidence; /* probability that source, cue and content are all right */
    uint32_t entity;  /* the id of whom the source stands for, or 0: the article does not settle it */
    sayso_kind kind;
    sayso_act act;
    sayso_party to;       /* whom the words were spoken to */
    sayso_party via;      /* the outlet through which they came to this article */
    sayso_span when;      /* the words that say when, or absent */
    sayso_text date;      /* ISO 8601 of them: a day, week, month, year or start/end; empty where they do not resolve */
    sayso_span anonymity; /* the words that say that the source is not named, or why */
    uint32_t within;      /* the id of the attribution whose content holds this one, or 0 */
    /* format 2 of the record */
    int negated;              /* the act is told as one that did not take place */
    const uint32_t *entities; /* of a source that names several together: the ids of all that are settled, in the order of
                               * the text, `entity_count` of them, and `entity` is the first; else NULL */
    uint32_t entity_count;
    float confidence_who, confidence_act; /* that `entity`, that `act` and `negated` are right; below 0: not known */
    int clause; /* the content says something of something; 0: it is a bare noun phrase, a topic, "what", "it" */
} sayso_attribution;

typedef enum sayso_type { /* of an entity; names, as in the record: sayso_type_name */
    SAYSO_TYPE_UNKNOWN,
    SAYSO_TYPE_PERSON,
    SAYSO_TYPE_ORGANIZATION, /* bodies, companies, parties, governments and their metonyms */
    SAYSO_TYPE_COUNTRY,
    SAYSO_TYPE_PLACE,
    SAYSO_TYPE_OUTLET,
    SAYSO_TYPE_DOCUMENT,
    SAYSO_TYPE_PEOPLE        /* peoples, parties' members, faiths */
} sayso_type;

/* Of a person. Names, as in the record: sayso_gender_name. */
typedef enum sayso_gender { SAYSO_GENDER_UNKNOWN, SAYSO_GENDER_FEMALE, SAYSO_GENDER_MALE, SAYSO_GENDER_OTHER } sayso_gender;

/* What tells it, the surest first. Names: sayso_evidence_name. */
typedef enum sayso_evidence {
    SAYSO_EVIDENCE_NONE,
    SAYSO_EVIDENCE_PRONOUN, /* she, he, they for one person */
    SAYSO_EVIDENCE_TITLE,   /* Ms., Mr., spokeswoman, king */
    SAYSO_EVIDENCE_NAME     /* a list of given names */
} sayso_evidence;

typedef struct sayso_entity { /* who or what the article names */
    uint32_t id;              /* from 1, in the order of their first mention */
    sayso_type type;
    sayso_text name;            /* the fullest form, or the one that a list of names has */
    sayso_text country;         /* ISO 3166-1 alpha-3, or empty */
    const sayso_span *mentions; /* ascending, `mention_count` of them; they may nest */
    const sayso_span *roles;    /* titles and offices in the article's words, `role_count` of them */
    uint32_t mention_count, role_count;
    sayso_gender gender;      /* format 2 of the record: unknown where what tells it disagrees */
    sayso_evidence gender_by;
} sayso_entity;

/* ---- events: who did what to whom; format 2 of the record ---- */

typedef enum sayso_event_type { /* PLOVER 2.0's; names, as in the record: sayso_event_type_name */
    SAYSO_EVENT_AGREE, SAYSO_EVENT_CONSULT, SAYSO_EVENT_SUPPORT, SAYSO_EVENT_CONCEDE, SAYSO_EVENT_COOPERATE, SAYSO_EVENT_AID,
    SAYSO_EVENT_RETREAT, SAYSO_EVENT_REQUEST, SAYSO_EVENT_ACCUSE, SAYSO_EVENT_REJECT, SAYSO_EVENT_THREATEN, SAYSO_EVENT_PROTEST,
    SAYSO_EVENT_SANCTION, SAYSO_EVENT_MOBILIZE, SAYSO_EVENT_COERCE, SAYSO_EVENT_ASSAULT
} sayso_event_type;

typedef enum sayso_event_status { /* names: sayso_event_status_name */
    SAYSO_STATUS_NEGATED,      /* told as one that did not take place */
    SAYSO_STATUS_DENIED,
    SAYSO_STATUS_DEMANDED,
    SAYSO_STATUS_HYPOTHETICAL,
    SAYSO_STATUS_FUTURE,
    SAYSO_STATUS_REPORTED,     /* rests on the attributions of `according_to` */
    SAYSO_STATUS_ASSERTED      /* the article says so itself */
} sayso_event_status;

typedef struct sayso_event_party { /* later versions add nothing here */
    sayso_span words;
    uint32_t entity;           /* the id of who that is, or 0 */
    sayso_text country;        /* ISO 3166-1 alpha-3, or empty */
    sayso_text sector;         /* PLOVER's code, "GOV", or empty; static */
} sayso_event_party;

typedef struct sayso_event {
    uint32_t id;                      /* from 1, in the order of their first triggers */
    sayso_event_type type;
    sayso_event_status status;
    sayso_text mode;                  /* a mode of the type as PLOVER names it, or empty; static */
    const sayso_span *triggers;       /* the words that name the deed, `told_count` of them, at least one */
    const sayso_span *evidence;       /* the clause of each, likewise */
    const sayso_event_party *actors, *recipients; /* NULL where there are none; never both */
    const uint32_t *according_to;     /* ids of attributions, `according_to_count` of them, the innermost first; or NULL */
    uint32_t told_count, actor_count, recipient_count, according_to_count;
    sayso_span when;                  /* the words that say when, or absent */
    sayso_text date;                  /* ISO 8601 of them, or empty */
    sayso_span place;                 /* or absent */
    uint32_t place_entity;            /* its id, or 0 */
    float confidence;
} sayso_event;

SAYSO_API sayso_text sayso_document_text(const sayso_document *document);
SAYSO_API sayso_text sayso_document_id(const sayso_document *document);
SAYSO_API sayso_text sayso_document_published(const sayso_document *document); /* empty where unknown */
/* As sayso_article had them; empty where unknown. */
SAYSO_API sayso_text sayso_document_url(const sayso_document *document);
SAYSO_API sayso_text sayso_document_title(const sayso_document *document);
SAYSO_API sayso_text sayso_document_outlet(const sayso_document *document);
/* The article's writer: as its text names him or her (sayso_document_byline), else as sayso_article.byline did. */
SAYSO_API sayso_text sayso_document_writer(const sayso_document *document);
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
SAYSO_API size_t sayso_document_entities(const sayso_document *document);
/* Entity `index`, whose id is index + 1; copies as sayso_document_attribution does. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_document_entity(const sayso_document *document, size_t index,
                                                            sayso_entity *out, size_t size);
SAYSO_API size_t sayso_document_events(const sayso_document *document);
/* Event `index`, whose id is index + 1; copies as sayso_document_attribution does. */
SAYSO_API SAYSO_MUST_USE sayso_status sayso_document_event(const sayso_document *document, size_t index, sayso_event *out,
                                                           size_t size);
/* The article's writer as it names him or her; absent where it does not. */
SAYSO_API sayso_span sayso_document_byline(const sayso_document *document);
/* The outlets that the article itself thanks or is datelined from: the id of the entity of credit `index` of
 * sayso_document_credits, or 0 where there is none such. */
SAYSO_API size_t sayso_document_credits(const sayso_document *document);
SAYSO_API uint32_t sayso_document_credit(const sayso_document *document, size_t index);

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
    SAYSO_FORMAT_DUMP_ATTRIBUTION,
    SAYSO_FORMAT_DUMP_ENTITY,
    SAYSO_FORMAT_DUMP_STANDING,
    SAYSO_FORMAT_DUMP_EVENT
} sayso_format;

typedef struct sayso_write_options {
    size_t size;    /* sizeof(sayso_write_options) */
    uint32_t width; /* columns of the table; 0: 100 */
    int colour;     /* the table with ANSI colours */
    int explain;    /* which words and which rule decided each field, and what was left open: instead of the table, or
                     * as a member `explain` of each attribution of the two JSON formats; other formats refuse it */
    int events;     /* the table with the events under the statements */
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
SAYSO_API const char *sayso_kind_name(sayso_kind kind);         /* "person"; static; "" for what is unknown */
SAYSO_API const char *sayso_act_name(sayso_act act);            /* "state"; likewise */
SAYSO_API const char *sayso_type_name(sayso_type type);         /* "person"; likewise */
SAYSO_API const char *sayso_gender_name(sayso_gender gender);   /* "female"; likewise */
SAYSO_API const char *sayso_evidence_name(sayso_evidence by);   /* "pronoun"; likewise */
SAYSO_API const char *sayso_event_type_name(sayso_event_type type);       /* "ASSAULT"; likewise */
SAYSO_API const char *sayso_event_status_name(sayso_event_status status); /* "reported"; likewise */

#ifdef __cplusplus
}
#endif
#endif
