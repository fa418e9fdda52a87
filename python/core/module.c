/* The module sayso._core: its types, its error, and what the library tells of itself. */
#include "core.h"

static struct PyModuleDef definition;

State *core_state(void)
{
    PyObject *module = PyState_FindModule(&definition);
    if (!module) {
        PyErr_SetString(PyExc_RuntimeError, "sayso._core is not loaded in this interpreter");
        return NULL;
    }
    return PyModule_GetState(module);
}

/* Sets `name` of `object` to `value`, whose reference it takes. */
static int set(PyObject *object, const char *name, PyObject *value)
{
    int failed = !value || PyObject_SetAttrString(object, name, value);
    Py_XDECREF(value);
    return failed;
}

PyObject *core_raise(const sayso_error *error)
{
    State *state = core_state();
    if (!state) return NULL;
    /* A path in it may be of any bytes. */
    PyObject *message = PyUnicode_DecodeUTF8(error->message, (Py_ssize_t)strlen(error->message), "replace");
    PyObject *exception = message ? PyObject_CallFunction(state->error, "N", message) : NULL;
    if (!exception) return NULL;
    PyObject *offset = error->offset == UINT64_MAX ? new_ref(Py_None) : PyLong_FromUnsignedLongLong(error->offset);
    if (!set(exception, "offset", offset) &&
        !set(exception, "status", PyUnicode_FromString(sayso_status_name(error->status))))
        PyErr_SetObject(state->error, exception);
    Py_DECREF(exception);
    return NULL;
}

/* heading() -> the names of the columns of CSV, which are Columns' too */
static PyObject *heading(PyObject *module, PyObject *unused)
{
    (void)module, (void)unused;
    return PyUnicode_FromString(sayso_format_heading(SAYSO_FORMAT_CSV));
}

static PyMethodDef functions[] = {
    {"heading", heading, METH_NOARGS, NULL},
    {0},
};

static int traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->error);
    Py_VISIT(state->engine);
    Py_VISIT(state->reading);
    Py_VISIT(state->columns);
    return 0;
}

static int clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->error);
    Py_CLEAR(state->engine);
    Py_CLEAR(state->reading);
    Py_CLEAR(state->columns);
    return 0;
}

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,  .m_name = "sayso._core", .m_size = sizeof(State),
    .m_methods = functions, .m_traverse = traverse,  .m_clear = clear,
};

/* The module and the state have a reference each. */
static PyTypeObject *add_type(PyObject *module, const char *name, PyType_Spec *spec)
{
    PyObject *type = PyType_FromSpec(spec);
    if (!type) return NULL;
    Py_INCREF(type);
    if (!PyModule_AddObject(module, name, type)) return (PyTypeObject *)type;
    Py_DECREF(type);
    Py_DECREF(type);
    return NULL;
}

static int fill(PyObject *module, State *state)
{
    state->error = PyErr_NewExceptionWithDoc(
        "sayso.Error", "What cannot be read; `status` and `offset` say why and where.", PyExc_ValueError, NULL);
    if (!state->error || set(state->error, "status", PyUnicode_FromString("")) ||
        set(state->error, "offset", new_ref(Py_None)) || set(module, "Error", new_ref(state->error)))
        return -1;
    state->engine = add_type(module, "Engine", &core_engine_spec);
    state->reading = state->engine ? add_type(module, "Reading", &core_reading_spec) : NULL;
    state->columns = state->reading ? add_type(module, "Columns", &core_columns_spec) : NULL;
    return state->columns ? PyModule_AddStringConstant(module, "version", sayso_version()) : -1;
}

PyMODINIT_FUNC PyInit__core(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (!module) return NULL;
    if (!fill(module, PyModule_GetState(module))) return module;
    Py_DECREF(module);
    return NULL;
}
