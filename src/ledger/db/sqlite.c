/* The seam to SQLite, 3.37 or later: no other file includes its header. One file, WAL, so that who asks never waits for who
 * writes. A commit is in the operating system's hands when it returns: a killed process loses nothing; after a loss of power
 * the last commits may be missing (synchronous=NORMAL), and the file is whole. */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/db/seal.h"

#define MOST_QUERIES 512u
#define APPLICATION 0x7361796cu /* "sayl", at 68 of the file's head */

struct Query {
    const char *sql; /* its address is the key */
    sqlite3_stmt *statement;
    Db *db;
    int bound; /* the first failure of a bind, or SQLITE_OK */
};

struct Db {
    unsigned wait_ms; /* for others' locks */
    sqlite3 *handle, *guard; /* guard: holds the lock of who reads alone, or NULL */
    char *path;
    int last; /* the code of the last failure */
    bool filled; /* the file was seen with something in it */
    uint64_t turns;
    void *slots[DB_SLOTS];
    void (*release[DB_SLOTS])(void *kept);
    Query queries[MOST_QUERIES]; /* open addressing by the literal's address */
};

/* ---- failures as sentences ---- */

typedef struct Fault {
    int code;
    const char *sentence;
} Fault;

static const Fault faults[] = {
    {SQLITE_FULL, "the disk is full; nothing of this article was kept: make room and add it again"},
    {SQLITE_READONLY, "the ledger cannot be written: the file or its folder is read-only"},
    {SQLITE_BUSY, "another program is writing to the ledger; wait until it is done"},
    {SQLITE_LOCKED, "another program is writing to the ledger; wait until it is done"},
    {SQLITE_CORRUPT, "the ledger is damaged; keep the file, and bring out what is left of it: 'sayso ledger rescue FILE -o NEW'"},
    {SQLITE_NOTADB, "this is no ledger of sayso, or its head is damaged"},
    {SQLITE_CANTOPEN, "the ledger cannot be opened: the file or its folder is not there, or may not be read"},
    {SQLITE_PERM, "the ledger may not be read or written by this user"},
    {SQLITE_AUTH, "the ledger may not be read or written by this user"},
    {SQLITE_IOERR, "the ledger cannot be read or written: the disk is full, or reports an error"},
};

/* What one row cannot be is a fault of what is kept, not of the ledger. */
static Status fault(Db *db, int code, Error *error)
{
    db->last = code & 0xFF;
    if (db->last == SQLITE_NOMEM) return fail_memory(error);
    if (db->last == SQLITE_TOOBIG) return fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET, "a text of it is longer than a ledger can keep");
    if (db->last == SQLITE_CONSTRAINT || db->last == SQLITE_MISMATCH)
        return fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "the ledger cannot keep it: %s; please report it, with its text",
                    sqlite3_errmsg(db->handle));
    for (size_t i = 0; i < COUNT(faults); i++)
        if ((code & 0xFF) == faults[i].code)
            return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: %s", db->path, faults[i].sentence);
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: the ledger failed: %s", db->path,
                db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code));
}

/* ---- opening ---- a file that is refused stays as it was, and nothing is laid beside it */

/* A checkpoint each 64 MB (see `checkpoint`): an article dirties some hundred pages all over the indices, and between two
 * checkpoints the same page is written back once. */
#define CHECKPOINT_PAGES 16000
static const char settings[] = "PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0;"
                               "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;";

Status db_mark(Db *db, Error *error)
{
    char sql[80];
    (void)snprintf(sql, sizeof sql, "PRAGMA application_id=%u; PRAGMA user_version=%d", APPLICATION, LEDGER_FORMAT);
    return db_script(db, sql, error);
}

Status db_refuse(const Db *db, uint32_t application, uint32_t format, Error *error)
{
    if (application != APPLICATION)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: this is another program's database, no ledger of sayso",
                    db->path);
    if (format > LEDGER_FORMAT)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                    "%s: the ledger was written by a newer sayso: its format is %u, this one knows %d; update sayso",
                    db->path, format, LEDGER_FORMAT);
    return format ? SAYSO_OK
                  : fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: the ledger does not tell its format: its head is damaged",
                         db->path);
}

/* A journal that a killed program left: the head may be half written, and SQLite puts it right. */
static bool has_journal(const char *path)
{
    struct stat st;
    char name[4096];
    int n = snprintf(name, sizeof name, "%s-journal", path);
    return n > 0 && (size_t)n < sizeof name && !stat(name, &st) && st.st_size > 0;
}

static uint32_t big_endian(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The head, read through SQLite's own file: to open and close the file beside it would take the locks of this process's
 * other handles away (POSIX). Nothing but the head is read, so neither a journal nor a WAL is played back. */
static Status check_head(Db *db, Error *error)
{
    static const uint8_t magic[16] = "SQLite format 3";
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    uint8_t head[100];
    int code = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (!code) code = file->pMethods->xFileSize(file, &size);
    if (!code && !size) return SAYSO_OK; /* made, and not yet filled */
    if (!code && size < (sqlite3_int64)sizeof head) code = SQLITE_NOTADB;
    if (!code) code = file->pMethods->xRead(file, head, sizeof head, 0);
    if (!code && memcmp(head, magic, sizeof magic)) code = SQLITE_NOTADB;
    return code ? fault(db, code, error) : db_refuse(db, big_endian(head + 68), big_endian(head + 60), error);
}

/* Twice: a program that made the ledger between our look at the head and at its journal has it whole the second time. */
static Status check_file(Db *db, Error *error)
{
    for (int i = 0; i < 2; i++) {
        Status status = check_head(db, error);
        if (!status || has_journal(db->path)) return SAYSO_OK;
    }
    return check_head(db, error);
}

static Status check_place(const Db *db, LedgerMode mode, Error *error)
{
    struct stat st;
    if (!*db->path) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "the ledger's name is empty");
    if (stat(db->path, &st)) {
        if (errno == ENOENT && mode == LEDGER_KEEP) return SAYSO_OK;
        if (errno == ENOENT)
            return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: there is no ledger here; 'sayso add' makes one", db->path);
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: %s", db->path, strerror(errno));
    }
    if (S_ISREG(st.st_mode)) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: a ledger is a file, and this is %s", db->path,
                S_ISDIR(st.st_mode) ? "a folder" : "none");
}

static Status open_handle(Db *db, const char *name, int flags, unsigned wait_ms, Error *error)
{
    int code = sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code) return fault(db, code, error);
    if ((code = seal_functions(db->handle))) return fault(db, code, error);
    db->wait_ms = wait_ms;
    (void)sqlite3_busy_timeout(db->handle, (int)wait_ms);
    return check_file(db, error);
}

/* They read the first page and the schema: who reads alone has the lock by then, or it would hold pages of before it. */
static Status set_up(Db *db, Error *error) { return db_script(db, settings, error); }

/* ---- asking ---- never writes, and leaves no file
 *
 *   no WAL      the file alone, without what readers share (-shm), under a lock of ours that keeps who writes from moving the
 *               WAL into it (`checkpoint`); who closes last does not, as SQLite has it, where anybody else holds the file
 *   a WAL       beside who writes, or behind who was killed: what they share is only read
 *   no -shm     of a killed one's WAL, or a journal: only who may write can put that right
 *
 * Alone the ledger is as it was when it was opened, beside who writes as it is at each question. */

/* "file:PATH?OPTION" with what a URI gives a meaning as %XX. */
static char *uri_of(const char *path, const char *option)
{
    char *name = malloc(strlen(path) * 3 + 40), *p = name;
    if (!name) return NULL;
    p += sprintf(p, "file:");
    for (; *path; path++) p += sprintf(p, strchr("%?#", *path) ? "%%%02X" : "%c", (unsigned)*path);
    (void)sprintf(p, "?%s=1", option);
    return name;
}

static Status open_reading(Db *db, const char *option, unsigned wait_ms, Error *error)
{
    char *name = uri_of(db->path, option);
    if (!name) return fail_memory(error);
    Status status = open_handle(db, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, wait_ms, error);
    free(name);
    return status;
}

static sqlite3_file *main_file(const Db *db)
{
    sqlite3_file *file = NULL;
    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return file && file->pMethods ? file : NULL;
}

/* Where a file system knows no locks, nobody else has one either. */
static Status share(Db *db, unsigned wait_ms, Error *error)
{
    sqlite3_file *file = main_file(db);
    int code = file ? file->pMethods->xLock(file, SQLITE_LOCK_SHARED) : SQLITE_OK;
    for (unsigned waited = 0; (code & 0xFF) == SQLITE_BUSY && waited < wait_ms; waited += 10) {
        (void)sqlite3_sleep(10);
        code = file->pMethods->xLock(file, SQLITE_LOCK_SHARED);
    }
    return (code & 0xFF) == SQLITE_BUSY ? fault(db, code, error) : SAYSO_OK;
}

static bool is_there(const Db *db, const char *end)
{
    struct stat st;
    char name[4096];
    int n = snprintf(name, sizeof name, "%s%s", db->path, end);
    return n > 0 && (size_t)n < sizeof name && !stat(name, &st);
}

static bool is_ours(const Db *db)
{
    struct stat st;
    return !stat(db->path, &st) && (st.st_uid == geteuid() || !geteuid()) && !access(db->path, W_OK);
}

static Status open_to_mend(Db *db, unsigned wait_ms, Error *error)
{
    if (!is_ours(db))
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                    "%s: its last articles lie in %s-%s, which only who may write can bring in; let its owner ask once, or copy"
                    " both to where they can be written",
                    db->path, db->path, has_journal(db->path) ? "journal" : "wal");
    Status status = open_handle(db, db->path, SQLITE_OPEN_READWRITE, wait_ms, error);
    if (!status) status = set_up(db, error);
    return status ? status : db_script(db, "SELECT 1 FROM sqlite_schema", error);
}

/* The lock on the file alone keeps the WAL where it is until ours is read. */
static Status open_beside(Db *db, unsigned wait_ms, Error *error)
{
    sqlite3 *alone = db->handle;
    db->handle = NULL;
    Status status = open_reading(db, "readonly_shm", wait_ms, error);
    if (!status) status = set_up(db, error);
    if (!status) status = db_script(db, "SELECT 1 FROM sqlite_schema", error);
    (void)sqlite3_close(alone);
    return status;
}

/* SQLite takes such a file's size when it opens it: so it is opened once more, now that nobody moves a WAL into it. */
static Status open_guarded(Db *db, unsigned wait_ms, Error *error)
{
    db->guard = db->handle;
    db->handle = NULL;
    Status status = open_reading(db, "immutable", wait_ms, error);
    return status ? status : set_up(db, error);
}

static Status open_to_ask(Db *db, unsigned wait_ms, Error *error)
{
    Status status = has_journal(db->path) ? SAYSO_OK : open_reading(db, "immutable", wait_ms, error);
    if (!status && db->handle) status = share(db, wait_ms, error);
    /* what a loss of power left of a WAL may be none: SQLite would wait for who mends it */
    bool has_wal = !status && pages_wal(db->path);
    if (has_wal && db->handle && is_there(db, "-shm"))
        status = open_beside(db, wait_ms, error);
    else if (!status && (!db->handle || has_wal)) {
        (void)sqlite3_close(db->handle);
        db->handle = NULL;
        status = open_to_mend(db, wait_ms, error);
    } else if (!status)
        status = open_guarded(db, wait_ms, error);
    return status ? status : db_script(db, "PRAGMA query_only=ON", error);
}

/* ---- keeping ---- */

/* Nobody may be reading the file alone: who does holds it shared, as does everybody else, so that the WAL grows a little
 * longer. */
static int checkpoint(void *context, sqlite3 *handle, const char *name, int pages)
{
    sqlite3_file *file = pages < CHECKPOINT_PAGES ? NULL : main_file(context);
    if (!file) return SQLITE_OK;
    if (!file->pMethods->xLock(file, SQLITE_LOCK_EXCLUSIVE))
        (void)sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    (void)file->pMethods->xUnlock(file, SQLITE_LOCK_SHARED);
    return SQLITE_OK;
}

static Status open_to_keep(Db *db, unsigned wait_ms, Error *error)
{
    Status status = open_handle(db, db->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, wait_ms, error);
    if (!status && sqlite3_db_readonly(db->handle, "main") == 1) status = fault(db, SQLITE_READONLY, error);
    if (!status) status = set_up(db, error);
    if (!status) (void)sqlite3_wal_hook(db->handle, checkpoint, db);
    return status;
}

/* A path is a path, also ":memory:" and "file:x", to which SQLite would give a meaning. */
static char *own_path(const char *path)
{
    char *own = malloc(strlen(path) + 3);
    if (own) (void)sprintf(own, "%s%s", *path == ':' || !strncmp(path, "file:", 5) ? "./" : "", path);
    return own;
}

Status db_open(const char *path, LedgerMode mode, unsigned wait_ms, Db **out, Error *error)
{
    *out = NULL;
    Db *db = calloc(1, sizeof *db);
    if (!db || !(db->path = own_path(path))) {
        free(db);
        return fail_memory(error);
    }
    Status status = check_place(db, mode, error);
    if (!status) status = mode == LEDGER_KEEP ? open_to_keep(db, wait_ms, error) : open_to_ask(db, wait_ms, error);
    if (status) {
        db_close(db);
        return status;
    }
    *out = db;
    return SAYSO_OK;
}

/* Where others hold the file at this moment it stays as it is: slower for who waits, as right. */
void db_settle(Db *db)
{
    (void)sqlite3_busy_timeout(db->handle, 0);
    (void)sqlite3_exec(db->handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
    (void)sqlite3_busy_timeout(db->handle, (int)db->wait_ms);
}

void db_close(Db *db)
{
    if (!db) return;
    for (size_t i = 0; i < MOST_QUERIES; i++) sqlite3_finalize(db->queries[i].statement);
    (void)sqlite3_close(db->handle);
    (void)sqlite3_close(db->guard);
    for (size_t i = 0; i < DB_SLOTS; i++)
        if (db->release[i]) db->release[i](db->slots[i]);
    free(db->path);
    free(db);
}

void *db_slot(const Db *db, DbSlot slot) { return db->slots[slot]; }

void db_keep_slot(Db *db, DbSlot slot, void *kept, void (*release)(void *kept))
{
    db->slots[slot] = kept;
    db->release[slot] = release;
}

const char *db_path(const Db *db) { return db->path; }

unsigned db_wait(const Db *db) { return db->wait_ms; }

/* ---- the file as a whole ---- */

/* SQLite gives one code for what it reads and what it writes: of these, writing alone has them. */
static bool is_of_copy(int code)
{
    static const int codes[] = {SQLITE_FULL,           SQLITE_CANTOPEN,         SQLITE_READONLY,
                                SQLITE_IOERR_WRITE,    SQLITE_IOERR_FSYNC,      SQLITE_IOERR_DIR_FSYNC,
                                SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_COMMIT_ATOMIC};
    for (size_t i = 0; i < COUNT(codes); i++)
        if (code == codes[i] || (code & 0xFF) == codes[i]) return true;
    return false;
}

static Status copy_fault(Db *db, int code, const char *name, Error *error)
{
    if (!is_of_copy(code)) return fault(db, code, error);
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                "%s: the copy cannot be written: the disk is full, or reports an error; make room, or name a file elsewhere", name);
}

/* Whoever fails takes the whole copy away: it needs no journal beside it. */
static Status copy_to(Db *db, sqlite3 *copy, const char *name, Error *error)
{
    sqlite3_exec(copy, "PRAGMA journal_mode=OFF", NULL, NULL, NULL);
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", db->handle, "main");
    if (!backup) return fault(db, sqlite3_errcode(copy), error);
    int code = sqlite3_backup_step(backup, -1);
    for (unsigned waited = 0; (code & 0xFF) == SQLITE_BUSY && waited < db->wait_ms; waited += 10) {
        (void)sqlite3_sleep(10);
        code = sqlite3_backup_step(backup, -1);
    }
    int end = sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE) code = end;
    return code ? copy_fault(db, code, name, error) : SAYSO_OK;
}

/* In one step, so that all pages are of one moment. */
Status db_backup(Db *db, const char *to, const char *name, Error *error)
{
    sqlite3 *copy = NULL;
    int code = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    Status status = code ? copy_fault(db, code, name, error) : copy_to(db, copy, name, error);
    (void)sqlite3_close(copy);
    return status;
}

static Status read_size(Db *db, uint64_t *out, Error *error)
{
    int64_t bytes;
    Query *q = db_query(db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", error);
    Status status = q ? query_number(q, &bytes, error) : SAYSO_ERROR_IO;
    *out = status ? 0 : (uint64_t)bytes;
    return status;
}

/* What is written anew may not fit into memory. */
Status db_compact(Db *db, uint64_t *before, uint64_t *after, Error *error)
{
    Status status = read_size(db, before, error);
    if (!status) status = db_script(db, "INSERT INTO said (said) VALUES ('optimize'); PRAGMA temp_store=FILE; VACUUM", error);
    (void)db_script(db, "PRAGMA temp_store=MEMORY", NULL);
    if (!status) status = read_size(db, after, error);
    /* who asks at this moment has the old pages still: then the next one does it */
    if (!status) (void)sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return status;
}

bool db_is_damaged(const Db *db)
{
    return db->last == SQLITE_CORRUPT || db->last == SQLITE_NOTADB || db->last == SQLITE_IOERR || db->last == SQLITE_ERROR;
}

Status db_script(Db *db, const char *sql, Error *error)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code ? fault(db, code, error) : SAYSO_OK;
}

/* ---- queries ---- */

static Query *slot_of(Db *db, const char *sql)
{
    size_t at = (size_t)(hash_mix((uintptr_t)sql) % MOST_QUERIES);
    for (size_t i = 0; i < MOST_QUERIES; i++) {
        Query *q = &db->queries[(at + i) % MOST_QUERIES];
        if (!q->sql || q->sql == sql) return q;
    }
    return NULL;
}

Query *db_query(Db *db, const char *sql, Error *error)
{
    Query *q = slot_of(db, sql);
    if (!q) {
        (void)fail(error, SAYSO_ERROR_INTERNAL, NO_OFFSET, "more than %u different queries", MOST_QUERIES);
        return NULL;
    }
    if (!q->statement) {
        int code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->statement, NULL);
        if (code) {
            (void)fault(db, code, error);
            return NULL;
        }
        q->sql = sql;
        q->db = db;
    }
    (void)sqlite3_reset(q->statement);
    (void)sqlite3_clear_bindings(q->statement);
    q->bound = SQLITE_OK;
    return q;
}

static void note(Query *q, int code)
{
    if (code && !q->bound) q->bound = code;
}

void bind_int(Query *q, int at, int64_t value) { note(q, sqlite3_bind_int64(q->statement, at, value)); }

void bind_id(Query *q, int at, int64_t id)
{
    if (id) bind_int(q, at, id);
}

void bind_real(Query *q, int at, double value) { note(q, sqlite3_bind_double(q->statement, at, value)); }

void bind_text(Query *q, int at, Text value)
{
    if (value.size) note(q, sqlite3_bind_text64(q->statement, at, value.data, value.size, SQLITE_STATIC, SQLITE_UTF8));
}

void bind_blob(Query *q, int at, const void *data, size_t size)
{
    note(q, sqlite3_bind_blob64(q->statement, at, size ? data : "", size, SQLITE_STATIC));
}

int query_parameters(const Query *q) { return sqlite3_bind_parameter_count(q->statement); }

void query_end(Query *q)
{
    (void)sqlite3_reset(q->statement);
    (void)sqlite3_clear_bindings(q->statement);
}

bool query_next(Query *q, Status *status, Error *error)
{
    int code = q->bound ? q->bound : sqlite3_step(q->statement);
    *status = SAYSO_OK;
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) *status = fault(q->db, code, error);
    query_end(q);
    return false;
}

Status query_run(Query *q, Error *error)
{
    Status status;
    while (query_next(q, &status, error)) {}
    return status;
}

Status query_number(Query *q, int64_t *out, Error *error)
{
    Status status;
    *out = 0;
    if (query_next(q, &status, error)) {
        *out = column_int(q, 0);
        query_end(q);
    }
    return status;
}

int64_t column_int(Query *q, int at) { return sqlite3_column_int64(q->statement, at); }

double column_real(Query *q, int at) { return sqlite3_column_double(q->statement, at); }

bool column_null(Query *q, int at) { return sqlite3_column_type(q->statement, at) == SQLITE_NULL; }

Text column_raw(Query *q, int at)
{
    const char *data = (const char *)sqlite3_column_text(q->statement, at);
    return text_of(data ? data : "", data ? (size_t)sqlite3_column_bytes(q->statement, at) : 0);
}

/* Only damage makes a text that is not UTF-8: it is not handed on, and the query's next step fails by it. */
Text column_text(Query *q, int at)
{
    Text text = column_raw(q, at);
    if (utf8_valid(text, NULL)) return text;
    note(q, SQLITE_CORRUPT);
    return text_literal("\xef\xbf\xbd");
}

const void *column_blob(Query *q, int at, size_t *size)
{
    const void *data = sqlite3_column_blob(q->statement, at);
    *size = (size_t)sqlite3_column_bytes(q->statement, at);
    return data;
}

/* ---- transactions ---- */

static Status run_literal(Db *db, const char *sql, Error *error)
{
    Query *q = db_query(db, sql, error);
    return q ? query_run(q, error) : SAYSO_ERROR_IO;
}

Status db_begin(Db *db, Error *error) { return run_literal(db, "BEGIN IMMEDIATE", error); }

/* The file may have been removed, or another put in its place, while it was open: what is committed to it then would be nowhere. A
 * file that is overwritten by another ledger where it stands is not told from the old one. */
static Status still_there(Db *db, Error *error)
{
    int moved = 0;
    sqlite3_int64 size = 1;
    sqlite3_file *file = main_file(db);
    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (file && file->pMethods->xFileSize(file, &size)) size = 1;
    if (!moved && size) db->filled = true;
    if (!moved && (size || !db->filled)) return check_head(db, error);
    int persist = 1; /* a WAL of that name may be the other's: it is left where it lies */
    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                "%s: the ledger was removed or replaced while it was being written; what was not yet reported as kept is lost",
                db->path);
}

Status db_commit(Db *db, Error *error)
{
    Status status = still_there(db, error);
    return status ? status : run_literal(db, "COMMIT", error);
}

uint64_t db_turns(const Db *db) { return db->turns; }

void db_rollback(Db *db)
{
    db->turns++;
    if (!sqlite3_get_autocommit(db->handle)) (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

int64_t db_last_id(Db *db) { return sqlite3_last_insert_rowid(db->handle); }
