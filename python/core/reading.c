/* Reading: a document, as tuples of what sayso.h has, in the order of its fields. python/sayso/_document.py gives them
 * names. */
#include "core.h"

PyObject *core_reading_new(sayso_document *document)
{
    State *state = core_state();
    allocfunc allocate = state ? (allocfunc)PyType_GetSlot(state->reading, Py_tp_alloc) : NULL;
    Reading *self = allocate ? (Reading *)allocate(state->reading, 0) : NULL;
    if (!self) {
        sayso_document_free(document);
        return NULL;
    }
    self->document = document;
    if (!core_points_make(sayso_document_text(document), &self->points)) return (PyObject *)self;
    Py_DECREF(self);
    return NULL;
}

static void reading_free(PyObject *object)
{
    Reading *self = (Reading *)object;
    core_points_free(&self->points);
    sayso_document_free(self->document);
    core_instance_free(object);
}

/* ---- small things ---- */

PyObject *core_str_of(sayso_text text)
{
    return PyUnicode_DecodeUTF8(text.size ? text.data : "", (Py_ssize_t)text.size, "strict");
}

PyObject *core_span_of(const Reading *r, sayso_span span)
{
    return Py_BuildValue("(II)", core_points_at(&r->points, span.begin), core_points_at(&r->points, span.end));
}

PyObject *core_words_of(const Reading *r, sayso_span span)
{
    if (span.begin == span.end) return new_ref(Py_None);
    sayso_text slice = {sayso_document_text(r->document).data + span.begin, span.end - span.begin};
    return Py_BuildValue("(NII)", core_str_of(slice), core_points_at(&r->points, span.begin),
                         core_points_at(&r->points, span.end));
}

PyObject *core_ids_of(const uint32_t *ids, uint32_t count)
{
    PyObject *tuple = PyTuple_New(count);
    for (uint32_t i = 0; tuple && i < count; i++) {
        PyObject *id = PyLong_FromUnsignedLong(ids[i]);
        if (!id || PyTuple_SetItem(tuple, i, id)) Py_CLEAR(tuple);
    }
    return tuple;
}

static PyObject *spans_of(const Reading *r, const sayso_span *spans, uint32_t count,
                          PyObject *(*make)(const Reading *reading, sayso_span span))
{
    PyObject *tuple = PyTuple_New(count);
    for (uint32_t i = 0; tuple && i < count; i++) {
        PyObject *item = make(r, spans[i]);
        if (!item || PyTuple_SetItem(tuple, i, item)) Py_CLEAR(tuple);
    }
    return tuple;
}

/* ---- what the article is ---- */

static PyObject *reading_text(PyObject *self, void *unused)
{
    (void)unused;
    return core_str_of(sayso_document_text(((Reading *)self)->document));
}

static PyObject *warnings_of(const sayso_document *d)
{
    size_t count = sayso_document_warnings(d);
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; tuple && i < count; i++) {
        PyObject *item = core_str_of(sayso_document_warning(d, i));
        if (!item || PyTuple_SetItem(tuple, (Py_ssize_t)i, item)) Py_CLEAR(tuple);
    }
    return tuple;
}

static PyObject *credits_of(const sayso_document *d)
{
    size_t count = sayso_document_credits(d);
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; tuple && i < count; i++) {
        PyObject *item = PyLong_FromUnsignedLong(sayso_document_credit(d, i));
        if (!item || PyTuple_SetItem(tuple, (Py_ssize_t)i, item)) Py_CLEAR(tuple);
    }
    return tuple;
}

/* article() -> (id, published, url, title, outlet, writer, byline, credits, warnings, words, sentences) */
static PyObject *reading_article(PyObject *self, PyObject *unused)
{
    (void)unused;
    const Reading *r = (const Reading *)self;
    const sayso_document *d = r->document;
    return Py_BuildValue("(NNNNNNNNNnn)", core_str_of(sayso_document_id(d)), core_str_of(sayso_document_published(d)),
                         core_str_of(sayso_document_url(d)), core_str_of(sayso_document_title(d)),
                         core_str_of(sayso_document_outlet(d)), core_str_of(sayso_document_writer(d)),
                         core_words_of(r, sayso_document_byline(d)), credits_of(d), warnings_of(d),
                         (Py_ssize_t)sayso_document_words(d), (Py_ssize_t)sayso_document_sentences(d));
}

/* ---- what it says ---- */

/* (id, type, name, country, mentions, roles, gender, gender_by) */
static PyObject *entity_of(const Reading *r, size_t index)
{
    sayso_entity e;
    if (sayso_document_entity(r->document, index, &e, sizeof e))
        return PyErr_Format(PyExc_IndexError, "there is no entity %zu", index);
    return Py_BuildValue("(IsNNNNss)", e.id, sayso_type_name(e.type), core_str_of(e.name), core_str_of(e.country),
                         spans_of(r, e.mentions, e.mention_count, core_span_of),
                         spans_of(r, e.roles, e.role_count, core_words_of), sayso_gender_name(e.gender),
                         sayso_evidence_name(e.gender_by));
}

static PyObject *party_of(const Reading *r, const sayso_party *party)
{
    return party->words.begin == party->words.end
               ? new_ref(Py_None)
               : Py_BuildValue("(NI)", core_words_of(r, party->words), party->entity);
}

static PyObject *when_of(const Reading *r, sayso_span span, sayso_text date)
{
    return span.begin == span.end ? new_ref(Py_None) : Py_BuildValue("(NN)", core_words_of(r, span), core_str_of(date));
}

/* Several together, the one, or none. */
static PyObject *sources_of(const sayso_attribution *a)
{
    return a->entity_count ? core_ids_of(a->entities, a->entity_count) : core_ids_of(&a->entity, a->entity != 0);
}

/* (id, source, cue, contents, form, confidence, entities, kind, act, to, via, when, anonymity, within, negated,
 *  confidence_who, confidence_act, clause) */
static PyObject *attribution_of(const Reading *r, size_t index)
{
    static const char *const forms[] = {"indirect", "mixed", "direct"};
    sayso_attribution a;
    if (sayso_document_attribution(r->document, index, &a, sizeof a))
        return PyErr_Format(PyExc_IndexError, "there is no attribution %zu", index);
    return Py_BuildValue("(INNNsdNssNNNNINddN)", a.id, core_words_of(r, a.source), core_words_of(r, a.cue),
                         spans_of(r, a.contents, a.content_count, core_words_of), forms[a.form], (double)a.confidence,
                         sources_of(&a), sayso_kind_name(a.kind), sayso_act_name(a.act), party_of(r, &a.to),
                         party_of(r, &a.via), when_of(r, a.when, a.date), core_words_of(r, a.anonymity), a.within,
                         PyBool_FromLong(a.negated), (double)a.confidence_who, (double)a.confidence_act,
                         PyBool_FromLong(a.clause));
}

static PyObject *list_of(const Reading *r, size_t count, PyObject *(*make)(const Reading *reading, size_t index))
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *item = make(r, i);
        if (!item || PyList_SetItem(list, (Py_ssize_t)i, item)) Py_CLEAR(list);
    }
    return list;
}

static PyObject *reading_entities(PyObject *self, PyObject *unused)
{
    (void)unused;
    const Reading *r = (const Reading *)self;
    return list_of(r, sayso_document_entities(r->document), entity_of);
}

static PyObject *reading_attributions(PyObject *self, PyObject *unused)
{
    (void)unused;
    const Reading *r = (const Reading *)self;
    return list_of(r, sayso_document_attributions(r->document), attribution_of);
}

static PyObject *reading_count(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromSize_t(sayso_document_attributions(((Reading *)self)->document));
}

/* ---- as a whole ---- */

static int sink(void *context, const char *data, size_t size)
{
    PyObject *piece = PyBytes_FromStringAndSize(data, (Py_ssize_t)size);
    int failed = !piece || PyList_Append(context, piece);
    Py_XDECREF(piece);
    return failed;
}

static PyObject *joined(PyObject *pieces)
{
    PyObject *nothing = PyBytes_FromStringAndSize("", 0);
    PyObject *bytes = nothing ? PyObject_CallMethod(nothing, "join", "O", pieces) : NULL;
    PyObject *text = bytes ? PyUnicode_FromEncodedObject(bytes, "utf-8", "strict") : NULL;
    Py_XDECREF(bytes);
    Py_XDECREF(nothing);
    return text;
}

/* write(format, explain, events, width) -> str; `format` is one of the names below */
static PyObject *reading_write(PyObject *self, PyObject *arguments)
{
    static const struct {
        const char *name;
        sayso_format format;
    } formats[] = {{"table", SAYSO_FORMAT_TABLE}, {"json", SAYSO_FORMAT_JSON}, {"jsonl", SAYSO_FORMAT_JSONL},
                   {"brat", SAYSO_FORMAT_BRAT},   {"csv", SAYSO_FORMAT_CSV},   {"conllu", SAYSO_FORMAT_CONLLU}};
    const char *name;
    sayso_write_options options = {.size = sizeof options};
    if (!PyArg_ParseTuple(arguments, "sppI:write", &name, &options.explain, &options.events, &options.width))
        return NULL;
    size_t i = 0, count = sizeof formats / sizeof *formats;
    while (i < count && strcmp(formats[i].name, name)) i++;
    if (i == count)
        return PyErr_Format(PyExc_ValueError,
                            "there is no format \"%s\"; there are table, json, jsonl, brat, csv and conllu", name);
    PyObject *pieces = PyList_New(0), *text = NULL;
    sayso_error error;
    if (pieces && !sayso_document_write(((Reading *)self)->document, formats[i].format, &options, sink, pieces, &error))
        text = joined(pieces);
    else if (!PyErr_Occurred())
        core_raise(&error);
    Py_XDECREF(pieces);
    return text;
}

static PyMethodDef methods[] = {
    {"article", reading_article, METH_NOARGS, NULL},
    {"entities", reading_entities, METH_NOARGS, NULL},
    {"attributions", reading_attributions, METH_NOARGS, NULL},
    {"events", core_reading_events, METH_NOARGS, NULL},
    {"write", reading_write, METH_VARARGS, NULL},
    {0},
};

static PyGetSetDef fields[] = {
    {"text", reading_text, NULL, NULL, NULL},
    {"attribution_count", reading_count, NULL, NULL, NULL},
    {0},
};

/* Without this, object's own would make one without a document. */
static PyObject *refuse_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    (void)type, (void)arguments, (void)keywords;
    PyErr_SetString(PyExc_TypeError, "an engine's read() makes readings");
    return NULL;
}

static PyType_Slot slots[] = {
    {Py_tp_new, refuse_new}, {Py_tp_dealloc, reading_free}, {Py_tp_methods, methods}, {Py_tp_getset, fields}, {0, NULL},
};

PyType_Spec core_reading_spec = {"sayso._core.Reading", sizeof(Reading), 0, Py_TPFLAGS_DEFAULT, slots};
