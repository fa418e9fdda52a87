/* A table. A narrow window shows it row by row, each cell behind its column's words; then the roles tell what the
 * elements, whose looks are a list's, do not any more. */
#include "show/internal.h"

void open_table(FILE *to)
{
    fputs("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"the table\"><table class=\"stack\" "
          "role=\"table\">\n<caption>",
          to);
}

void open_heads(FILE *to)
{
    fputs("</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">", to);
}

void put_head_cell(FILE *to, Text words, bool number)
{
    fprintf(to, "<th scope=\"col\" role=\"columnheader\"%s>", number ? " class=\"number\"" : "");
    put_escaped(to, words);
    fputs("</th>", to);
}

void open_rows(FILE *to)
{
    fputs("</tr></thead>\n<tbody role=\"rowgroup\">\n", to);
}

void open_row(FILE *to)
{
    fputs("<tr role=\"row\">", to);
}

void open_cell(FILE *to, Text column, const char *looks)
{
    fprintf(to, "<td role=\"cell\"%s%s%s data-label=\"", *looks ? " class=\"" : "", looks, *looks ? "\"" : "");
    put_escaped(to, column);
    fputs("\">", to);
}

void close_table(FILE *to)
{
    fputs("</tbody></table></div>\n", to);
}
