/* What a served page has beside its content: the ways to the other pages, its other forms, a search. */
#include <string.h>

#include "show/internal.h"

const char site_looks[] =
    ".skip{position:absolute;left:-99rem}.skip:focus{position:static}\n"
    ".ways{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:0 0 1.4rem;padding:0 0 .6rem;border-bottom:1px solid "
    "var(--line)}\n"
    ".ways a{padding:.25rem 0}.ways a[aria-current]{font-weight:700;color:inherit;text-decoration:none}\n"
    "form{margin:.8rem 0}label{display:block;font-size:.875rem;color:var(--dim)}\n"
    "input,select,textarea,button{font:inherit;color:inherit;background:var(--paper);border:1px solid "
    "var(--dim);border-radius:.25rem;"
    "padding:.35rem .5rem;max-width:100%}\n"
    "input[type=search],textarea{width:100%}textarea{min-height:14rem}\n"
    "button{background:var(--strong);color:var(--paper);border-color:var(--strong);font-weight:600;cursor:pointer}\n"
    "input:focus-visible,select:focus-visible,textarea:focus-visible,button:focus-visible,summary:focus-visible,"
    "[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
    ".fields{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:.6rem 0}.fields select,.fields "
    "input{max-width:16rem}\n"
    ".hand{margin:.4rem 0}button.small{font-size:.875rem;font-weight:400;padding:.15rem .5rem;background:var(--paper);"
    "color:var(--ink);border-color:var(--dim)}\n"
    "summary{cursor:pointer;color:var(--link)}\n"
    ".rows>li{border-top:1px solid var(--line);padding:.55rem 0}.rows p{margin:.1rem 0}\n"
    ".cards>li{margin:.6rem 0}.next{margin:1.4rem 0;font-weight:600}.note{padding:.6rem .8rem;border-left:4px solid "
    "var(--bad);"
    "background:var(--card)}\n"
    "code{overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .8rem "
    ".3rem 0;border-top:1px solid var(--line);"
    "vertical-align:top;overflow-wrap:break-word}td.number,th,.day{white-space:nowrap}td.number,th.number{text-align:"
    "right;font-variant-numeric:tabular-nums}\n"
    ".drawn{overflow:auto;background:#fff;border:1px solid var(--line);margin:.8rem 0}.drawn "
    "img{display:block;max-width:none}\n"
    "caption{text-align:left;color:var(--dim);font-size:.875rem}.wide{overflow:auto}\n"
    "@media screen and (max-width:40rem){.stack,.stack tbody,.stack tr,.stack td,.stack th,.stack "
    "caption{display:block}"
    ".stack thead{display:none}.stack tr{border-top:1px solid var(--line);padding:.5rem 0}.stack td,.stack th{border:0;"
    "padding:.1rem 0;text-align:left!important;white-space:normal}.stack td::before{content:attr(data-label) ': ';"
    "color:var(--dim);font-size:.875rem}}\n"
    "@media (min-width:44rem){.drawn img{max-width:100%;height:auto}}\n"
    "@media print{.ways,form,.skip,.forms{display:none}}\n";

static const struct {
    const char *path, *words;
} ways[] = {{"/", "Home"},           {"/people", "People and bodies"}, {"/talks", "Talks"}, {"/events", "Events"},
            {"/counts", "Counts"},   {"/compare", "Compare"},          {"/try", "Try it"},  {"/decisions", "Decisions"},
            {"/api", "For programs"}};

void put_ways(FILE *to, const Site *site)
{
    fputs("<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<nav class=\"ways\" aria-label=\"sayso\">", to);
    for (size_t i = 0; i < COUNT(ways); i++)
        fprintf(to, "<a href=\"%s\"%s>%s</a>\n", ways[i].path,
                !strcmp(site->path, ways[i].path) ? " aria-current=\"page\"" : "", ways[i].words);
    fprintf(to, "<a href=\"/login\"%s>%s</a></nav>\n", !strcmp(site->path, "/login") ? " aria-current=\"page\"" : "",
            site->visitor == VISITOR_UNKNOWN ? "Sign in" : "Signed in");
}

void put_form(FILE *to, const Site *site, const char *form)
{
    put_escaped(to, text_literal(!strcmp(site->path, "/") ? "/home" : site->path));
    fprintf(to, ".%s%s", form, *site->query ? "?" : "");
    put_escaped(to, text_literal(site->query));
}

void put_forms(FILE *to, const Site *site)
{
    static const struct {
        const char *name, *words;
    } forms[] = {{"json", "JSON"}, {"csv", "CSV"}, {"atom", "Atom"}};
    bool any = false;
    for (size_t i = 0; i < COUNT(forms); i++) {
        if (!strstr(site->forms, forms[i].name)) continue;
        fputs(any ? " · " : "<p class=\"forms\">This page as ", to);
        fputs("<a href=\"", to);
        put_form(to, site, forms[i].name);
        fprintf(to, "\">%s</a>", forms[i].words);
        any = true;
    }
    if (any) fputs("</p>\n", to);
}

void put_next(FILE *to, const Site *site, const char *words)
{
    if (!site->next) return;
    fputs("<p class=\"next\"><a rel=\"next\" href=\"", to);
    put_escaped(to, text_literal(site->next));
    fprintf(to, "\">%s</a></p>\n", words);
}

/* ---- a search ---- */

void put_input(FILE *to, const char *name, const char *label, const char *kind, const char *value)
{
    fprintf(to, "<div><label for=\"f-%s\">%s</label><input id=\"f-%s\" name=\"%s\" type=\"%s\" value=\"", name, label,
            name, name, kind);
    put_escaped(to, text_literal(value ? value : ""));
    fputs("\"></div>\n", to);
}

void put_acts(FILE *to, const Scope *scope)
{
    fputs("<div><label for=\"f-act\">act</label><select id=\"f-act\" name=\"act\"><option value=\"\">any</option>", to);
    for (int act = 0; act <= SAYSO_ACT_THINK; act++)
        fprintf(to, "<option%s>%s</option>", scope->has_act && scope->act == (sayso_act)act ? " selected" : "",
                sayso_act_name((sayso_act)act));
    fputs("</select></div>\n", to);
}

void put_search(FILE *to, const char *words, const Scope *scope)
{
    bool narrowed =
        scope->by || scope->outlet || scope->has_act || scope->since || scope->until || scope->order == ORDER_DATE;
    fputs("<form action=\"/\" method=\"get\" role=\"search\">\n<label for=\"q\">Words of a claim, or a name</label>\n"
          "<div class=\"fields\"><input id=\"q\" type=\"search\" name=\"q\" value=\"",
          to);
    put_escaped(to, text_literal(words ? words : ""));
    fprintf(to, "\"><button>Search</button></div>\n<details%s><summary>Narrow it</summary>\n<div class=\"fields\">\n",
            narrowed ? " open" : "");
    put_input(to, "by", "said by", "text", scope->by);
    put_input(to, "outlet", "outlet", "text", scope->outlet);
    put_acts(to, scope);
    put_input(to, "since", "from day", "date", scope->since);
    put_input(to, "until", "up to day", "date", scope->until);
    fprintf(to,
            "<div><label for=\"f-order\">order</label><select id=\"f-order\" name=\"order\"><option "
            "value=\"origins\">most origins</option>"
            "<option value=\"date\"%s>newest</option></select></div>\n</div></details>\n</form>\n",
            scope->order == ORDER_DATE ? " selected" : "");
}
