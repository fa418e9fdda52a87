/* A page -> its article. The memory that gumbo needs is given back at the end; what is found stays in the arena. */
#include "intake/page/internal.h"

#define LARGEST ((size_t)1 << 30) /* gumbo counts in 32 bits */

/* A page on its way. `work` is given back when it has been read. */
typedef struct Page {
    Arena work;
    Markup markup;
    Tree tree;
    Linked linked;
} Page;

static void page_begin(Page *page)
{
    *page = (Page){0};
    arena_init(&page->work, &libc_allocator, SIZE_MAX / 2);
}

static bool page_parse(Page *page, Text html)
{
    return markup_tame(html, &page->work, &page->markup) &&
           tree_make(page->markup.html, &page->work, &page->work, &page->tree);
}

static Status no_tree(const Page *page, Error *error)
{
    if (!page->tree.cut) return fail_memory(error);
    return fail(error, SAYSO_ERROR_INPUT, NO_OFFSET,
                "the page's markup is too tangled to be read; give its text as a file");
}

static bool warn(const Page *page, Arena *arena, Found *out)
{
    if (page->tree.cut)
        return found_warn(out, arena,
                          "the page's markup is too tangled to be read whole; the end of the page is missing");
    return !page->markup.flattened ||
           found_warn(out, arena, "the page's elements are nested too deep; some were read as if they were not there");
}

static Status read_page(Page *page, const Piece *piece, Arena *arena, Found *out, Error *error)
{
    Text html, text;
    if (!charset_read(text_of(piece->data, piece->size), piece->charset, &page->work, arena, out, &html))
        return fail_memory(error);
    bool twice;
    if (!text_untwice(html, &page->work, &html, &twice) ||
        (twice && !found_warn(out, arena, "the page was encoded twice; it is mended")))
        return fail_memory(error);
    if (!page_parse(page, html)) return no_tree(page, error);
    if (!linked_read(&page->markup, &page->work, &page->linked) ||
        !blocks_choose(&page->tree, page->linked.body, &page->work, &text))
        return fail_memory(error);
    if (!text.size)
        return fail(error, SAYSO_ERROR_INPUT, NO_OFFSET,
                    "the page holds no article, only links, short lines or nothing; give the page of one report");
    if (!arena_text(arena, text, &out->text) || !warn(page, arena, out) ||
        !meta_read(&page->tree, &page->linked, piece, arena, out))
        return fail_memory(error);
    return SAYSO_OK;
}

static Status refuse_size(size_t size, Error *error)
{
    return fail(error, SAYSO_ERROR_LIMIT, LARGEST, "the page is %zu bytes long and the limit for pages is %zu", size,
                LARGEST);
}

Status page_read(const Piece *piece, const IntakeOptions *options, Arena *arena, Found *out, Error *error)
{
    (void)options;
    if (piece->size > LARGEST) return refuse_size(piece->size, error);
    Page page;
    page_begin(&page);
    Status status = read_page(&page, piece, arena, out, error);
    arena_free(&page.work);
    return status;
}

Status page_text(Text html, Arena *arena, Text *out, Error *error)
{
    if (html.size > LARGEST) return refuse_size(html.size, error);
    Page page;
    Text text = {0};
    page_begin(&page);
    Status status = page_parse(&page, html) ? SAYSO_OK : no_tree(&page, error);
    if (!status && !(blocks_all(&page.tree, &page.work, &text) &&
                     arena_text(arena, text.size ? text : text_literal(""), out)))
        status = fail_memory(error);
    arena_free(&page.work);
    return status;
}
