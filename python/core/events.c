/* A reading's events, as tuples. */
#include "core.h"

/* tuple of (words, entity, country, sector) */
static PyObject *parties_of(const Reading *r, const sayso_event_party *parties, uint32_t count)
{
    PyObject *tuple = PyTuple_New(count);
    for (uint32_t i = 0; tuple && i < count; i++) {
        const sayso_event_party *p = &parties[i];
        PyObject *item = Py_BuildValue("(NINN)", core_words_of(r, p->words), p->entity, core_str_of(p->country),
                                       core_str_of(p->sector));
        if (!item || PyTuple_SetItem(tuple, i, item)) Py_CLEAR(tuple);
    }
    return tuple;
}

/* tuple of (trigger, evidence) */
static PyObject *told_of(const Reading *r, const sayso_event *e)
{
    PyObject *tuple = PyTuple_New(e->told_count);
    for (uint32_t i = 0; tuple && i < e->told_count; i++) {
        PyObject *item = Py_BuildValue("(NN)", core_words_of(r, e->triggers[i]), core_words_of(r, e->evidence[i]));
        if (!item || PyTuple_SetItem(tuple, i, item)) Py_CLEAR(tuple);
    }
    return tuple;
}

/* (id, type, status, mode, told, actors, recipients, according_to, when, date, place, place_entity, confidence) */
static PyObject *event_of(const Reading *r, size_t index)
{
    sayso_event e;
    if (sayso_document_event(r->document, index, &e, sizeof e))
        return PyErr_Format(PyExc_IndexError, "there is no event %zu", index);
    return Py_BuildValue("(IssNNNNNNNNId)", e.id, sayso_event_type_name(e.type), sayso_event_status_name(e.status),
                         core_str_of(e.mode), told_of(r, &e), parties_of(r, e.actors, e.actor_count),
                         parties_of(r, e.recipients, e.recipient_count),
                         core_ids_of(e.according_to, e.according_to_count), core_words_of(r, e.when),
                         core_str_of(e.date), core_words_of(r, e.place), e.place_entity, (double)e.confidence);
}

PyObject *core_reading_events(PyObject *self, PyObject *unused)
{
    (void)unused;
    const Reading *r = (const Reading *)self;
    size_t count = sayso_document_events(r->document);
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *item = event_of(r, i);
        if (!item || PyList_SetItem(list, (Py_ssize_t)i, item)) Py_CLEAR(list);
    }
    return list;
}
