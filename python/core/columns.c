/* Columns: a row an attribution, as Arrow lays columns out, so that pyarrow takes them as they are:
 *
 *   valid    a bit a row, the lowest first: 0 where nothing is known
 *   values   int32 or double a row, a bit a row, or the rows' texts one after another
 *   offsets  of texts: int64, where each begins, and the end
 *
 * The columns are those of CSV (core.heading()) and come in its order; `claim` and `origin`, which a ledger alone
 * knows, are empty. A text stands as the article has it: no apostrophe is put before what a spreadsheet takes for a
 * formula. */
#include "core.h"

typedef struct Buffer {
    char *data;
    size_t size, room;
} Buffer;

typedef enum Sort { TEXT, INT, DOUBLE, BIT } Sort;

typedef struct Column {
    Buffer valid, values, offsets;
} Column;

static const Sort sorts[] = {TEXT, INT,  TEXT, TEXT, TEXT, TEXT, DOUBLE, INT,  INT,  INT, INT,
                             TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT,   TEXT, TEXT, INT, BIT,
                             TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT,   INT,  INT};
#define COLUMNS (sizeof sorts / sizeof *sorts)

typedef struct Columns {
    PyObject_HEAD Column column[COLUMNS];
    size_t rows, nulls[COLUMNS];
    size_t at;  /* the column that is filled next */
    int failed; /* memory ran out: nothing more is written */
} Columns;

static void add(Columns *c, Buffer *b, const void *data, size_t size)
{
    if (c->failed) return;
    if (b->room - b->size < size) {
        size_t room = (b->room ? b->room * 2 : 1024) + size;
        char *grown = PyMem_Realloc(b->data, room);
        if (!grown) {
            c->failed = 1;
            return;
        }
        b->data = grown;
        b->room = room;
    }
    if (size) memcpy(b->data + b->size, data, size);
    b->size += size;
}

static void add_bit(Columns *c, Buffer *bits, int bit)
{
    if (c->rows % 8 == 0) add(c, bits, "", 1); /* a byte of zeros */
    if (bit && !c->failed) bits->data[c->rows / 8] = (char)(bits->data[c->rows / 8] | 1 << c->rows % 8);
}

/* Ends the cell: goes to the next column. */
static void end_cell(Columns *c, int known)
{
    add_bit(c, &c->column[c->at].valid, known);
    c->nulls[c->at++] += !known;
}

static void put_int(Columns *c, int known, uint32_t value)
{
    int32_t number = known ? (int32_t)value : 0;
    add(c, &c->column[c->at].values, &number, sizeof number);
    end_cell(c, known);
}

static void put_double(Columns *c, double value)
{
    add(c, &c->column[c->at].values, &value, sizeof value);
    end_cell(c, 1);
}

static void put_bit(Columns *c, int bit)
{
    add_bit(c, &c->column[c->at].values, bit);
    end_cell(c, 1);
}

/* A text comes in pieces, then its end; an empty one is not known. */
static void piece(Columns *c, const char *data, size_t size)
{
    add(c, &c->column[c->at].values, data, size);
}

static void piece_string(Columns *c, const char *text)
{
    piece(c, text, strlen(text));
}

static void end_text(Columns *c)
{
    Column *column = &c->column[c->at];
    int64_t start = 0, end = (int64_t)column->values.size;
    if (c->failed) return;
    if (!column->offsets.size) add(c, &column->offsets, &start, sizeof start);
    if (c->failed) return;
    memcpy(&start, column->offsets.data + column->offsets.size - sizeof start, sizeof start);
    add(c, &column->offsets, &end, sizeof end);
    end_cell(c, end > start);
}

static void put_text(Columns *c, sayso_text text)
{
    piece(c, text.data, text.size);
    end_text(c);
}

static void put_string(Columns *c, const char *text)
{
    piece_string(c, text);
    end_text(c);
}

/* ---- a row ---- */

static sayso_text slice(const Reading *r, sayso_span span)
{
    return (sayso_text){r->points.text.data + span.begin, span.end - span.begin};
}

static void put_span(Columns *c, const Reading *r, sayso_span span)
{
    int known = span.begin < span.end;
    put_int(c, known, core_points_at(&r->points, span.begin));
    put_int(c, known, core_points_at(&r->points, span.end));
}

static void put_contents(Columns *c, const Reading *r, const sayso_attribution *a)
{
    for (uint32_t i = 0; i < a->content_count; i++) {
        sayso_text text = slice(r, a->contents[i]);
        if (i) piece_string(c, " … ");
        piece(c, text.data, text.size);
    }
    end_text(c);
}

static void piece_number(Columns *c, uint32_t number)
{
    char digits[10];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    piece(c, digits + at, sizeof digits - at);
}

/* "346 387;397 479" */
static void put_content_spans(Columns *c, const Reading *r, const sayso_attribution *a)
{
    for (uint32_t i = 0; i < a->content_count; i++) {
        if (i) piece_string(c, ";");
        piece_number(c, core_points_at(&r->points, a->contents[i].begin));
        piece_string(c, " ");
        piece_number(c, core_points_at(&r->points, a->contents[i].end));
    }
    end_text(c);
}

static sayso_text name_of(const sayso_entity *e)
{
    return e->name;
}
static sayso_text country_of(const sayso_entity *e)
{
    return e->country;
}
static sayso_text text_of(const char *string)
{
    return (sayso_text){string, strlen(string)};
}
static sayso_text gender_of(const sayso_entity *e)
{
    return text_of(sayso_gender_name(e->gender));
}
static sayso_text evidence_of(const sayso_entity *e)
{
    return e->gender ? text_of(sayso_evidence_name(e->gender_by)) : text_of("");
}

/* Of whom the source stands for, of several together as many joined by "; "; nothing where none is known. */
static void put_who(Columns *c, const sayso_entity *who, uint32_t count, sayso_text (*of)(const sayso_entity *entity))
{
    size_t known = 0;
    for (uint32_t i = 0; i < count; i++) known += of(&who[i]).size;
    for (uint32_t i = 0; known && i < count; i++) {
        sayso_text text = of(&who[i]);
        if (i) piece_string(c, "; ");
        piece(c, text.data, text.size);
    }
    end_text(c);
}

/* A name where it is known who that is, else the article's words. */
static void put_party(Columns *c, const Reading *r, const sayso_party *party)
{
    sayso_entity e;
    int named = party->entity && party->words.begin < party->words.end &&
                !sayso_document_entity(r->document, party->entity - 1, &e, sizeof e);
    put_text(c, named ? e.name : slice(r, party->words));
}

static void put_standing(Columns *c, const Reading *r, const sayso_attribution *a, const sayso_entity *who,
                         uint32_t count)
{
    put_string(c, sayso_kind_name(a->kind));
    put_string(c, sayso_act_name(a->act));
    put_who(c, who, count, name_of);
    put_party(c, r, &a->to);
    put_party(c, r, &a->via);
    put_text(c, slice(r, a->when));
    put_text(c, a->date);
    put_text(c, slice(r, a->anonymity));
    put_int(c, a->within != 0, a->within);
    put_bit(c, a->negated);
    put_who(c, who, count, gender_of);
    put_who(c, who, count, evidence_of);
    put_who(c, who, count, country_of);
}

static void put_row(Columns *c, const Reading *r, const sayso_attribution *a, const sayso_entity *who, uint32_t count)
{
    static const char *const forms[] = {"indirect", "mixed", "direct"};
    const sayso_document *d = r->document;
    c->at = 0;
    put_text(c, sayso_document_id(d));
    put_int(c, 1, a->id);
    put_text(c, slice(r, a->source));
    put_text(c, slice(r, a->cue));
    put_contents(c, r, a);
    put_string(c, forms[a->form]);
    put_double(c, (double)a->confidence);
    put_span(c, r, a->source);
    put_span(c, r, a->cue);
    put_content_spans(c, r, a);
    put_standing(c, r, a, who, count);
    put_text(c, sayso_document_outlet(d));
    put_text(c, sayso_document_published(d));
    put_text(c, sayso_document_url(d));
    put_text(c, sayso_document_title(d));
    put_int(c, 0, 0);
    put_int(c, 0, 0);
    c->rows++;
}

static void row(Columns *c, const Reading *r, size_t index)
{
    sayso_attribution a;
    if (sayso_document_attribution(r->document, index, &a, sizeof a)) return;
    const uint32_t *ids = a.entity_count ? a.entities : &a.entity;
    uint32_t count = a.entity_count ? a.entity_count : a.entity != 0;
    sayso_entity few[4], *who = count > 4 ? PyMem_Calloc(count, sizeof *who) : few;
    if (!who) c->failed = 1;
    for (uint32_t i = 0; who && i < count; i++) {
        if (sayso_document_entity(r->document, ids[i] - 1, &who[i], sizeof *who)) who[i] = (sayso_entity){0};
    }
    if (who) put_row(c, r, &a, who, count);
    if (who != few) PyMem_Free(who);
}

/* add(reading): a row for each of its attributions */
static PyObject *columns_add(PyObject *self, PyObject *reading)
{
    Columns *c = (Columns *)self;
    State *state = core_state();
    if (!state) return NULL;
    if (!PyObject_TypeCheck(reading, state->reading)) {
        PyErr_SetString(PyExc_TypeError, "add() takes a Reading");
        return NULL;
    }
    const Reading *r = (const Reading *)reading;
    size_t count = sayso_document_attributions(r->document);
    for (size_t i = 0; i < count && !c->failed; i++) row(c, r, i);
    if (c->failed) return PyErr_NoMemory();
    return new_ref(Py_None);
}

/* ---- what comes out ---- */

static PyObject *take_bytes(Buffer *b)
{
    PyObject *bytes = PyBytes_FromStringAndSize(b->data, (Py_ssize_t)b->size);
    if (bytes && !b->data) return bytes;
    PyMem_Free(b->data);
    *b = (Buffer){0};
    return bytes;
}

static PyObject *take_column(Columns *c, size_t index)
{
    static const char *const names[] = {"text", "int", "double", "bit"};
    Column *column = &c->column[index];
    int64_t zero = 0;
    if (sorts[index] == TEXT && !column->offsets.size) add(c, &column->offsets, &zero, sizeof zero);
    if (c->failed) return PyErr_NoMemory();
    return Py_BuildValue("(snNNN)", names[sorts[index]], (Py_ssize_t)c->nulls[index], take_bytes(&column->valid),
                         take_bytes(&column->values), take_bytes(&column->offsets));
}

/* finish() -> (rows, [(sort, nulls, valid, values, offsets), …]); leaves the columns empty */
static PyObject *columns_finish(PyObject *self, PyObject *unused)
{
    (void)unused;
    Columns *c = (Columns *)self;
    if (c->failed) return PyErr_NoMemory();
    PyObject *list = PyList_New((Py_ssize_t)COLUMNS);
    for (size_t i = 0; list && i < COLUMNS; i++) {
        PyObject *item = take_column(c, i);
        if (!item || PyList_SetItem(list, (Py_ssize_t)i, item)) Py_CLEAR(list);
    }
    Py_ssize_t rows = (Py_ssize_t)c->rows;
    c->rows = 0;
    memset(c->nulls, 0, sizeof c->nulls);
    return Py_BuildValue("(nN)", rows, list);
}

static void columns_free(PyObject *object)
{
    Columns *c = (Columns *)object;
    for (size_t i = 0; i < COLUMNS; i++) {
        PyMem_Free(c->column[i].valid.data);
        PyMem_Free(c->column[i].values.data);
        PyMem_Free(c->column[i].offsets.data);
    }
    core_instance_free(object);
}

static PyMethodDef methods[] = {
    {"add", columns_add, METH_O, NULL},
    {"finish", columns_finish, METH_NOARGS, NULL},
    {0},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, columns_free},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec core_columns_spec = {"sayso._core.Columns", sizeof(Columns), 0, Py_TPFLAGS_DEFAULT, slots};
