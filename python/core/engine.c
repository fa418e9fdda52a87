/* Engine: the model, and sessions that wait to be used again. read() takes one, reads without the GIL, and lays it
 * back; so there are as many as ever read at once. The list of those that wait is touched under the GIL alone. */
#include "core.h"

#define IDLE 64 /* more than so many sessions are not kept */

typedef struct Engine {
    PyObject_HEAD sayso_engine *engine;
    sayso_session_options options;
    sayso_session *idle[IDLE];
    size_t idle_count;
    PyObject *complaints; /* list of str: lines of the user's list of names that were left out */
} Engine;

static void complain(void *context, const char *sentence)
{
    PyObject *line = PyUnicode_DecodeUTF8(sentence, (Py_ssize_t)strlen(sentence), "replace");
    if (!line || PyList_Append(context, line)) PyErr_Clear(); /* a warning that is lost is no reason to fail */
    Py_XDECREF(line);
}

static PyObject *engine_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"model", "careful", "names", "min_confidence", "max_article_bytes", "max_memory_bytes",
                            NULL};
    const char *model, *careful, *list;
    double min_confidence;
    Py_ssize_t max_article, max_memory;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "yyydnn:Engine", names, &model, &careful, &list,
                                     &min_confidence, &max_article, &max_memory))
        return NULL;
    if (max_article < 0 || max_memory < 0) {
        PyErr_SetString(PyExc_ValueError, "max_article_bytes and max_memory_bytes may not be below 0");
        return NULL;
    }
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Engine *self = (Engine *)allocate(type, 0);
    if (!self) return NULL;
    self->options = (sayso_session_options){.size = sizeof self->options,
                                            .max_article_bytes = (size_t)max_article,
                                            .max_memory_bytes = (size_t)max_memory,
                                            .min_confidence = min_confidence};
    self->complaints = PyList_New(0);
    if (!self->complaints) {
        Py_DECREF(self);
        return NULL;
    }
    sayso_engine_options options = {.size = sizeof options,
                                    .model_path = model,
                                    .careful_path = *careful ? careful : NULL,
                                    .names_path = *list ? list : NULL,
                                    .warn = complain,
                                    .warn_context = self->complaints};
    sayso_error error;
    /* The first session is opened here, so that a bad option is told here, not by the first article. */
    if (sayso_engine_open(&options, &self->engine, &error) ||
        sayso_session_open(self->engine, &self->options, &self->idle[0], &error)) {
        Py_DECREF(self);
        return core_raise(&error);
    }
    self->idle_count = 1;
    return (PyObject *)self;
}

static void engine_free(PyObject *object)
{
    Engine *self = (Engine *)object;
    while (self->idle_count) sayso_session_close(self->idle[--self->idle_count]);
    sayso_engine_close(self->engine);
    Py_XDECREF(self->complaints);
    core_instance_free(object);
}

static sayso_session *take_session(Engine *self, sayso_error *error)
{
    if (self->idle_count) return self->idle[--self->idle_count];
    sayso_session *session = NULL;
    return sayso_session_open(self->engine, &self->options, &session, error) ? NULL : session;
}

static void give_session(Engine *self, sayso_session *session)
{
    if (self->idle_count < IDLE)
        self->idle[self->idle_count++] = session;
    else
        sayso_session_close(session);
}

/* read(bytes, id, published, url, title, outlet, byline) -> Reading; the first str or bytes, the others str */
static PyObject *engine_read(PyObject *object, PyObject *arguments)
{
    Engine *self = (Engine *)object;
    sayso_text text[7];
    Py_ssize_t size[7];
    if (!PyArg_ParseTuple(arguments, "s#s#s#s#s#s#s#:read", &text[0].data, &size[0], &text[1].data, &size[1],
                          &text[2].data, &size[2], &text[3].data, &size[3], &text[4].data, &size[4], &text[5].data,
                          &size[5], &text[6].data, &size[6]))
        return NULL;
    for (size_t i = 0; i < 7; i++) text[i].size = (size_t)size[i];
    sayso_article article = {sizeof article, text[0], text[1], text[2], text[3], text[4], text[5], text[6]};
    sayso_error error;
    sayso_session *session = take_session(self, &error);
    if (!session) return core_raise(&error);
    sayso_document *document = NULL;
    sayso_status status;
    Py_BEGIN_ALLOW_THREADS status = sayso_analyse(session, &article, &document, &error);
    Py_END_ALLOW_THREADS give_session(self, session);
    return status ? core_raise(&error) : core_reading_new(document);
}

static PyObject *engine_model(PyObject *self, void *unused)
{
    (void)unused;
    return core_str_of(sayso_engine_model(((Engine *)self)->engine));
}

static PyObject *engine_card(PyObject *self, void *unused)
{
    (void)unused;
    return core_str_of(sayso_engine_card(((Engine *)self)->engine));
}

static PyObject *engine_complaints(PyObject *self, void *unused)
{
    (void)unused;
    return new_ref(((Engine *)self)->complaints);
}

static PyMethodDef methods[] = {
    {"read", engine_read, METH_VARARGS, NULL},
    {0},
};

static PyGetSetDef fields[] = {
    {"model", engine_model, NULL, NULL, NULL},
    {"card", engine_card, NULL, NULL, NULL},
    {"complaints", engine_complaints, NULL, NULL, NULL},
    {0},
};

static PyType_Slot slots[] = {
    {Py_tp_new, engine_new}, {Py_tp_dealloc, engine_free}, {Py_tp_methods, methods}, {Py_tp_getset, fields}, {0, NULL},
};

PyType_Spec core_engine_spec = {"sayso._core.Engine", sizeof(Engine), 0, Py_TPFLAGS_DEFAULT, slots};
