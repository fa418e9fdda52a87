/* A page's beginning and end, its looks; the one place that escapes. */
#include <string.h>

#include "show/internal.h"

/* Nothing may be fetched, run or sent from a page that is whole in itself, even if something got past the escaping. Who
 * serves pages says so in a header. */
static const char policy[] = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                             "'unsafe-inline'; base-uri 'none'; "
                             "form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n";
static const char head[] = "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                           "<meta name=\"color-scheme\" content=\"light dark\">\n";

static const char looks[] =
    ":root{--paper:#fff;--ink:#1d1f21;--dim:#55595e;--line:#c9cdd2;--named:#d9e7f8;--unnamed:#fbe2b0;--group:#d8edd6;"
    "--other:#e6e1ee;--link:#0b4f8a;--card:#f6f7f9;--strong:#1f3b5c;--bad:#9c2a1c;--good:#1f6b35}\n"
    "@media "
    "(prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#e8e8e6;--dim:#b0b5bb;--line:#454b52;--named:#20395a;"
    "--unnamed:#574010;--group:#234427;--other:#3d3350;--link:#8fc0f2;--card:#20242a;--strong:#a9c9ee;--bad:#f2a093;"
    "--good:#93d6a3}}\n"
    "*{box-sizing:border-box}\n"
    "html{font:100%/1.5 system-ui,-apple-system,'Segoe UI','Liberation "
    "Sans',Arial,sans-serif;background:var(--paper);color:var(--ink)}\n"
    "body{margin:0 auto;padding:1.25rem 1rem 4rem;max-width:44rem;overflow-wrap:anywhere}\n"
    "h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}"
    "h3{font-size:1rem;margin:1.4rem 0 .4rem}\n"
    "a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
    ".dim{color:var(--dim)}.about{margin:.2rem 0;color:var(--dim)}.bad{color:var(--bad)}.good{color:var(--good)}\n"
    "header{border-bottom:1px solid var(--line);padding-bottom:1rem;margin-bottom:1.2rem}\n"
    "footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:.8rem;color:var(--dim);font-size:.875rem}\n"
    "ul,ol{padding:0;margin:0;list-style:none}\n"
    "@media print{@page{margin:18mm}html{font-size:10.5pt;background:#fff;color:#000}body{max-width:none;padding:0}"
    "a,a.bad,a.good{color:inherit;text-decoration:none}h2,h3{break-after:avoid}li{break-inside:avoid}}\n";

void put_escaped(FILE *to, Text t)
{
    char bytes[4];
    for (size_t at = 0, next; at < t.size; at = next) {
        uint32_t c = utf8_at(t, at, &next);
        bool blank = c == '\n' || c == '\r' || c == '\t';
        if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == '`')
            fprintf(to, "&#%u;", c);
        else if (!blank && char_is_unseen(c) &&
                 (c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF))
            continue;
        else if (!blank && (char_is_unsafe(c) || c == 0xFFFE || c == 0xFFFF))
            fputs("\xEF\xBF\xBD", to);
        else
            fwrite(bytes, 1, utf8_put(c, bytes), to);
    }
}

void show_text(FILE *to, Text text)
{
    put_escaped(to, text);
}

void put_address(FILE *to, Text url)
{
    bool web = text_starts(url, "http://") || text_starts(url, "https://");
    if (web) {
        fputs("<a rel=\"noreferrer noopener\" href=\"", to);
        put_escaped(to, url);
        fputs("\">", to);
    }
    put_escaped(to, url);
    if (web) fputs("</a>", to);
}

const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

bool link_open(FILE *to, const Site *site, const char *to_what, int64_t id)
{
    if (!site || !id) return false;
    fprintf(to, "<a href=\"/%s/%lld\">", to_what, (long long)id);
    return true;
}

void link_close(FILE *to, bool open)
{
    if (open) fputs("</a>", to);
}

void page_open(FILE *to, const Site *site, Text title)
{
    fprintf(to, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n%s%s<title>",
            site ? "" : policy, head);
    put_escaped(to, title.size ? title : text_literal("untitled"));
    fputs(" · sayso</title>\n", to);
    if (site && strstr(site->forms, "atom")) {
        fputs("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"the newest first\" href=\"", to);
        put_form(to, site, "atom");
        fputs("\">\n", to);
    }
    fprintf(to, "<style>\n%s%s", looks, site ? site_looks : "");
}

void page_rules_end(FILE *to, const Site *site)
{
    fputs("</style>\n</head>\n<body>\n", to);
    if (site) put_ways(to, site);
}

void page_close(FILE *to, const Site *site)
{
    fputs("<footer>", to);
    if (site) put_forms(to, site);
    fputs("<p>Read by sayso " SAYSO_VERSION
          ". Numbers in per cent say how likely source, cue and content are right to the "
          "letter.</p></footer>\n</body>\n</html>\n",
          to);
}
