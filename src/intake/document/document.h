/* document: the text of documents: .docx and .odt (office.c); PDF by poppler's pdftotext (pdf.c), which runs as a child with
 * few rights (child.c), and whose words on the page become paragraphs (layout.c). */
#ifndef SAYSO_INTAKE_DOCUMENT_H
#define SAYSO_INTAKE_DOCUMENT_H

#include "intake/cut/cut.h"

/* The paragraphs of such XML, until they are more than `most` bytes; false with the sentence where it cannot be
 * read. */
bool office_read(Stream *stream, size_t most, Bytes *out, Error *error);
/* The same of a PDF. Where pdftotext is not installed, that is the sentence. */
bool pdf_read(Stream *stream, size_t most, Bytes *out, Error *error);

/* ---- a child ---- */
typedef struct Child {
    const char *const *command; /* its name, looked for in PATH, and arguments; NULL at the end */
    int input;                  /* read by the child as its standard input; what it says of errors is nowhere told */
    unsigned seconds;           /* of the processor, and twice that in all */
    size_t memory;              /* bytes */
    bool (*take)(void *context, const char *data, size_t size); /* what it writes; false: no more is wanted */
    void *context;
} Child;
typedef enum ChildEnd { CHILD_DONE, CHILD_MISSING, CHILD_FAILED, CHILD_SLOW, CHILD_STOPPED } ChildEnd;
/* Runs it to its end. *status: its exit status. CHILD_FAILED: it was killed, or could not be started; CHILD_STOPPED: `take`
 * wanted no more. */
ChildEnd child_run(const Child *child, int *status);

/* ---- words on pages -> paragraphs ---- */
typedef struct Layout Layout;
Layout *layout_new(void); /* NULL when memory ran out */
/* pdftotext -bbox-layout's XHTML, in pieces. false: it is none, or memory ran out. */
bool layout_add(Layout *layout, const char *data, size_t size);
/* Nothing more comes: the paragraphs, an empty line between; *pages: how many pages there were. */
bool layout_end(Layout *layout, Bytes *out, unsigned *pages);
void layout_free(Layout *layout); /* NULL is allowed */

#endif
