/* core: sayso.h for Python, on the limited API of 3.9. Three types: an Engine reads, a Reading is what was read,
 * Columns gathers the statements of many. Everything else is Python, in python/sayso. A span leaves as code points,
 * since that is what Python slices by; a text leaves as str. */
#ifndef SAYSO_PYTHON_CORE_H
#define SAYSO_PYTHON_CORE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "sayso.h"

typedef struct State { /* of the module; references are owned */
    PyObject *error;   /* sayso.Error */
    PyTypeObject *engine, *reading, *columns;
} State;

State *core_state(void); /* borrowed; NULL and an exception where the module is gone */

/* Raises sayso.Error with message, status and offset. Returns NULL. */
PyObject *core_raise(const sayso_error *error);

/* Byte offsets of a text -> code points: how many code points begin before each stretch of POINTS_STEP bytes. */
typedef struct Points {
    sayso_text text;
    uint32_t *before; /* owned; NULL where every byte is a code point */
} Points;

int core_points_make(sayso_text text, Points *out); /* -1 and MemoryError */
void core_points_free(Points *points);
uint32_t core_points_at(const Points *points, uint32_t byte);

typedef struct Reading {
    PyObject_HEAD sayso_document *document; /* owned */
    Points points;
} Reading;

/* Takes `document` over, also where it fails. */
PyObject *core_reading_new(sayso_document *document);

/* New references, NULL on failure: a str; None or (text, begin, end). */
PyObject *core_str_of(sayso_text text);
PyObject *core_words_of(const Reading *reading, sayso_span span);
/* (begin, end) */
PyObject *core_span_of(const Reading *reading, sayso_span span);
/* a tuple of `count` of them */
PyObject *core_ids_of(const uint32_t *ids, uint32_t count);
PyObject *core_reading_events(PyObject *self, PyObject *unused);

extern PyType_Spec core_engine_spec, core_reading_spec, core_columns_spec;

static inline PyObject *new_ref(PyObject *object)
{
    Py_INCREF(object);
    return object;
}

/* Gives back an instance of a heap type, and its reference of the type. */
static inline void core_instance_free(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc give = (freefunc)PyType_GetSlot(type, Py_tp_free);
    give(self);
    Py_DECREF(type);
}

#endif
