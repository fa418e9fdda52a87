/* serve: the ledger over HTTP.
 *
 *   connection ── http.c ──> Request ── guard.c ──> route.c ──> api.c, page.c ──> Reply ── http.c ──> connection
 *                 one thread:           whose Host    which      a worker each: opens the ledger,
 *                 reads, writes,        and Origin              asks it, writes the answer whole
 *                 counts time
 *
 * The thread that reads and writes waits for nobody: a request that has come whole is laid in a queue and its connection put
 * aside until a worker has its answer. The ledger is opened for each request, as the program's questions do, so that an
 * answer is of one moment and nobody who writes waits for a reader. JSON and CSV are the questions' own (cli/ask): the same
 * bytes as the program prints. HTML is made by show alone.
 *
 *   serve.c            the command: options, address, signals
 *   http.c             libmicrohttpd: connections, times, sizes, the queue, headers
 *   guard.c            Host and Origin
 *   key.c session.c    keys: who may read, who may write; the command that makes them; browsers that have signed in
 *   gate.c             the ledger, for who asks and who writes
 *   kept.c             answers that cost much, while the ledger stays as it is
 *   rate.c             how often somebody may ask
 *   reply.c            what answers take of memory
 *   stream.c           long lists, a part at a time
 *   query.c            what stands after "?", checked
 *   route.c problem.c  which path is answered by whom; what could not be
 *   api.c atom.c       a question's answer as JSON, CSV, Atom
 *   page.c list.c compare.c deed.c    as a page
 *   try.c              a text that is read and not kept
 *   write.c hand.c     what is kept: articles, decisions; by programs, and from pages
 *   tool.c mcp.c       the questions as tools for an assistant */
#ifndef SAYSO_SERVE_H
#define SAYSO_SERVE_H

#include "cli/decide/decide.h"
#include "show/show.h"

/* ---- a server ---- */

typedef struct Stamp { /* what the ledger's files are like */
    uint64_t parts[8];
} Stamp;

typedef struct Server {
    const char *ledger; /* its path */
    unsigned wait_s;
    const char *bind;   /* the address as it was typed */
    uint16_t port;      /* the one that it has */
    bool loopback;      /* only this machine can ask */
    const char *const *hosts; /* names by which it may be called beside its own, without a port; `host_count` of them */
    size_t host_count;
    bool keyed;         /* who reads needs a key, too */
    const char *model;  /* its path, or NULL */
    struct Trial *trial;
    struct Kept *kept;
    struct Gate *gate;
    struct Sessions *sessions;
    unsigned rate; /* requests a second of one address or key; 0: as many as they will */
} Server;

#define KEY_HASH_ROOM 65u /* a key's hash in hexadecimal, and NUL */
#define TOKEN_ROOM 44u    /* 32 bytes by lot, in base64, and NUL */
#define COOKIE_ROOM 160u  /* a cookie as Set-Cookie has it */
typedef enum May { MAY_NOTHING, MAY_READ, MAY_WRITE } May;

/* ---- a request, whole ---- all strings are NUL-terminated, of the request's arena, and never NULL where not said so */

typedef struct Asked { /* the ledger, open for one request (gate.c) */
    Ledger *ledger; /* NULL: it is not open */
    Stamp stamp;
    bool slow;
} Asked;

typedef enum Method { METHOD_GET = 1, METHOD_POST = 2 } Method; /* HEAD is a GET whose body is not sent */

typedef struct Argument {
    const char *name, *value; /* decoded: UTF-8 without NUL */
} Argument;
#define MOST_ARGUMENTS 32u

typedef struct Stream { /* where a list goes on (stream.c) */
    uint64_t before, left;
    StatementKey after;
    char day[16]; /* of `after` */
} Stream;

typedef struct Request {
    const Server *server;
    Method method;
    const char *path;                         /* as it was sent, without "?" and what follows */
    const char *query;                        /* what stands after "?", written anew: "" where nothing does */
    Argument arguments[MOST_ARGUMENTS];
    uint32_t argument_count;
    const char *host, *origin, *site, *accept, *type, *authorization, *cookies; /* headers; NULL where not sent. site: Sec-Fetch-Site */
    Text body;
    Arena arena;
    /* while it is answered */
    Stream stream;
    May visitor;                              /* what who has signed in with a browser may */
    char csrf[TOKEN_ROOM];                    /* the token of that visit's forms; "" where there are none */
    Asked asked;
    Ledger *ledger;                           /* of it */
    const char *place;                        /* what stands in the path for {…}, decoded; NULL: there is no such part */
    const char *bad;                          /* a sentence: what came cannot be read; NULL */
} Request;

typedef enum Media { MEDIA_PAGE, MEDIA_JSON, MEDIA_CSV, MEDIA_ATOM, MEDIA_SVG, MEDIA_LINES, MEDIAS } Media;

typedef struct Reply {
    unsigned status;
    const char *type;     /* static */
    const char *location; /* of the arena, or NULL */
    const char *allow;    /* likewise */
    const char *cookie;   /* to be set; likewise */
    FILE *to;             /* what is written to it is the body */
    char *data;           /* of the budget */
    size_t size, room;
    bool full;            /* it got too long */
    /* Not NULL: what was written is a part; makes the next, in an empty arena but for the request, with the ledger open. */
    Status (*more)(Request *request, struct Reply *reply, Error *error);
} Reply;

/* Fills `reply`, which has a stream. Never fails: what goes wrong is a reply. */
void request_answer(Request *request, Reply *reply);

/* Makes the reply's next part. */
Status request_go_on(Request *request, Reply *reply, Error *error);

/* ---- reply.c ---- */
extern const sayso_allocator budget; /* of all answers together; of their arenas, too */
void budget_free(void *pointer);     /* NULL is allowed */
bool reply_begin(Reply *reply);      /* a stream for its body; false where memory ran out */
void reply_again(Reply *reply);      /* what was written is taken back */
bool reply_end(Reply *reply);        /* closes it: data and size are whole; false: they are not */
void reply_free(Reply *reply);

/* ---- rate.c ---- of one thread */
typedef struct Rates Rates;
Rates *rates_open(unsigned rate); /* NULL where memory ran out */
void rates_close(Rates *rates);   /* NULL is allowed */
/* A request of this address (NULL: not known), with what it sends as a key or NULL: seconds until it may come; 0: now. */
struct sockaddr;
unsigned rate_take(Rates *rates, const struct sockaddr *from, const char *authorization);

/* ---- query.c ---- */
#define ASKED_WRONG 0u /* an error's offset: what stands after "?" cannot be asked; else what is asked for is not there */
/* Decodes and adds a name with its value, of `value_size` bytes; "+" is a blank. false: it is no UTF-8, has a NUL, or is one too many. */
bool argument_add(Request *request, const char *name, const char *value, size_t value_size);
const char *argument_of(const Request *request, const char *name); /* NULL: not there, or empty */
/* All arguments but the one of that name, as they stand in an address; NULL when memory ran out. */
const char *query_without(Request *request, const char *name);
/* %XX, and "+" where it is of a form; false where the bytes are no UTF-8 or have a NUL. */
bool decode(Arena *arena, const char *from, size_t size, bool form, const char **out);
/* What a form sends becomes arguments, beside those after "?". */
Status form_read(Request *request, Error *error);
/* Days, names, act, outlet, order and limit into a scope. SAYSO_ERROR_ARGUMENT with a sentence. */
Status scope_read(const Request *request, Scope *out, Error *error);
/* A number from `least` to `most`; `*out` stays where the argument is not there. */
Status number_read(const Request *request, const char *name, uint64_t least, uint64_t most, uint64_t *out, Error *error);
#define MOST_ROWS_SERVED 1000u

/* ---- guard.c ---- NULL, or a sentence why it is not answered; *status then */
const char *guard(const Request *request, unsigned *status);

/* ---- key.c ---- Keys lie beside the ledger, in LEDGER.keys, which its owner alone may read: a line each, of which a name, what it
 * may, and its hash. A key is 32 bytes by lot, so that a hash without salt tells nothing of it. */
void key_hash(const char *key, char out[KEY_HASH_ROOM]);
/* Of the key of an "Authorization: Bearer KEY"; where `basic`, of "Basic", too, whose password it is. false: there is none. */
bool key_hash_of(const char *authorization, bool basic, char hash[KEY_HASH_ROOM]);
May key_hash_may(const char *ledger, const char hash[KEY_HASH_ROOM]);
void keys_check(const char *ledger); /* tells of a line that is no key */

/* ---- session.c ---- who has signed in with a browser */
typedef struct Sessions Sessions;
Sessions *sessions_open(void); /* NULL where memory ran out */
void sessions_close(Sessions *sessions); /* NULL is allowed */
/* false: the key opens nothing. secure: the cookie goes by TLS alone. */
bool session_begin(const Server *server, const char *key, bool secure, char cookie[COOKIE_ROOM]);
/* What who sends these cookies (or NULL) may, and the token of their forms, which stays as it is where there is no session. */
May session_may(const Server *server, const char *cookies, char csrf[TOKEN_ROOM]);
void session_end(const Server *server, const char *cookies, char cookie[COOKIE_ROOM]);

/* ---- route.c ---- */
typedef Status AnswerAs(Request *request, Media media, Reply *reply, Error *error);
typedef struct Parameter {
    const char *name, *about;
} Parameter;
typedef struct Route {
    const char *path;        /* "/claim/{claim}" */
    unsigned methods, forms; /* bits; forms: 1u << MEDIA_JSON, … */
    Media first;              /* the form where nothing tells another */
    AnswerAs *answer;
    const char *about;       /* a sentence, for the document that describes the interface; NULL: it is not part of it */
    const char *parameters;  /* names, with blanks between */
    bool slow;               /* it walks over the whole ledger, reads a text, or waits for who does, as a writer (gate.c): not
                              * all workers may do so at once */
} Route;
Status request_ask(Request *request, bool slow, Error *error); /* gate_ask; closed by who asked for the answer */
typedef enum Weight { WEIGHT_QUICK, WEIGHT_MIDDLING, WEIGHT_SLOW } Weight; /* milliseconds, tens of them, seconds */
Weight request_weight(Request *request);
bool request_is_health(const Request *request); /* it needs nothing, and waits for nobody */
bool request_is_trial(const Request *request);  /* a text is to be read and not kept */
extern const Route routes[];
extern const size_t route_count;
extern const Parameter parameters[];
extern const size_t parameter_count;

/* ---- problem.c ---- RFC 9457 for programs, a page for people */
void problem(Request *request, Reply *reply, unsigned status, const char *detail);
const char *status_title(unsigned status); /* "Not Found" */

/* ---- stream.c ---- */
AnswerAs serve_statements;
Status stream_articles(Request *request, Reply *reply, Error *error);
Status stream_said(Request *request, Reply *reply, Error *error);
json_t *json_of_newest(const NewArticle *article); /* api.c */

/* ---- api.c page.c atom.c ---- */
AnswerAs serve_health, serve_about, serve_who, serve_actors, serve_actor, serve_claim, serve_article, serve_articles, serve_audit,
    serve_diff, serve_events, serve_statement, serve_talks, serve_stats, serve_decisions, serve_openapi;
AnswerAs page_home, page_people, page_person, page_article, page_claim, page_statement, page_talks, page_counts, page_lot, page_try, page_interface, page_compare, page_events, page_event,
    page_decisions, page_decide, page_keep, page_login, page_logout;

void atom_of_newest(Request *request, Reply *reply, const NewArticles *newest);
void atom_of_statements(Request *request, Reply *reply, Text title, const Statements *statements);
void atom_of_deeds(Request *request, Reply *reply, const DeedsAnswer *found);
void atom_of_claims(Request *request, Reply *reply, const char *title, const AboutAnswer *found);

/* ---- page.c ---- */
Site site_of(Request *request, const char *forms);
/* The same page with another value for one of its arguments, as an address of the arena; NULL where memory ran out. */
const char *next_address(Request *request, const char *name, const char *value);
/* A list that is cut grows: its next page is the same one with more rows; NULL where it is not, or no more are served. */
const char *more_rows(Request *request, const Scope *scope, bool cut);
Status deeds_wanted(const Request *request, bool *out, Error *error); /* api.c */
Status traits_read(const Request *request, Counting *counting, Error *error); /* api.c */

/* ---- deed.c ---- what is asked for, but the article: names, type, status and so on, days and order */
Status deeds_read(const Request *request, DeedAsk *out, Error *error);
/* typed: NULL: any will do */
Status deed_type_read(const char *typed, DeedScope *out, Error *error);
Status deed_status_read(const char *typed, DeedScope *out, Error *error);

/* ---- write.c ---- */
AnswerAs write_article, write_decision;
/* What is told of a kind in an object, or in the arguments where `body` is NULL, is kept, and told to `to` as JSON. */
Status ruling_keep(Request *request, const char *kind, const json_t *body, FILE *to, Error *error);

/* ---- try.c ---- */
typedef struct Trial Trial; /* the model, opened when it is first needed; reads one text at a time */
Trial *trial_open(void); /* NULL where memory ran out */
void trial_close(Trial *trial); /* NULL is allowed */
/* What is read of an article: its document, to be freed, and the draft of it, which lies in the request's arena. */
typedef struct Tried {
    Piece piece;
    Found found;
    sayso_document *document;
    Draft *draft;
} Tried;
/* The article in tried->piece, or in tried->found where the piece has no bytes. */
Status tried_read(Request *request, Tried *tried, Error *error);
Status tried_fetch(Request *request, const char *url, Tried *tried, Error *error); /* the first article at an address of the web */
void tried_free(Tried *tried);

/* ---- write.c, of what was read ---- */
Status published_check(const Request *request, Error *error); /* the argument of that name is a day */
Status piece_of(Request *request, Text text, IntakeFormat format, Piece *out, Error *error); /* by the arguments; to be freed, failed or not */
Status article_keep(Request *request, const Tried *tried, LedgerAdded *out, Error *error);

/* ---- gate.c ---- the ledger, open for one request; slow: it takes long. What gate_keep gives is closed by ledger_close. */
typedef struct Gate Gate;
Gate *gate_open(void); /* NULL where memory ran out */
void gate_close(Gate *gate); /* NULL is allowed */
Status gate_ask(const Server *server, bool slow, Asked *out, Error *error);
/* again: the next may have it. Where it is not open nothing is done. */
void gate_asked(const Server *server, Asked *asked, bool again);
void gate_tidy(const Server *server); /* closes what was open in vain; to be called several times a second */
Status gate_keep(const Server *server, Ledger **out, Error *error);

/* ---- kept.c ---- */
typedef struct Kept Kept;
Kept *kept_open(void); /* NULL where memory ran out */
void kept_close(Kept *kept); /* NULL is allowed */
void stamp_of(const char *ledger, Stamp *out);
bool kept_find(Kept *kept, const char *key, const Stamp *stamp, FILE *to); /* writes it; false: it is not kept */
bool kept_has(Kept *kept, const char *key, const Stamp *stamp);
void kept_add(Kept *kept, const char *key, const Stamp *stamp, const char *data, size_t size);

/* ---- tool.c mcp.c ---- */
typedef struct McpServer {
    const char *ledger;   /* its path */
    unsigned wait_s;
    const Server *within; /* whose gate is gone through; NULL: nobody else asks in this process */
} McpServer;
json_t *tools_list(void);
/* NULL where there is no such tool or an argument is of another type than its schema says: *wrong tells. What fails else
 * is a result that says so. */
json_t *tool_call(const McpServer *server, const char *name, const json_t *arguments, Error *wrong);
/* The reply to a message, on one line and to be freed; NULL where it asks for none. */
char *mcp_answer(const McpServer *server, const char *message, size_t size);
AnswerAs serve_mcp;

/* ---- http.c ---- */
typedef struct Listener Listener;
/* Listens at the server's address, sets its port. NULL after a complaint. */
Listener *listener_open(Server *server);
/* Answers what is under way, and ends. */
void listener_close(Listener *listener);

#endif
