/* robots.txt, as RFC 9309 reads it. Of the file only the rules stay that are meant for us: those of the groups of our
 * product token, or, where no group names it, those of the groups of "*". The longest pattern that matches a path
 * decides; of two as long, the one that allows.
 *
 * Patterns and paths are compared in one form (section 2.2.2): %XX of letters, digits and "-._~" decoded, bytes outside
 * ASCII encoded, the digits of %XX upper case. A pattern's parts between its stars are found from left to right, each
 * at its first place, so that a path is walked once per pattern, whatever the stars. */
#include <stdlib.h>
#include <string.h>

#include "intake/net/net.h"

typedef struct Rule {
    uint32_t begin, size; /* its pattern in `patterns` */
    bool allow, to_end;   /* to_end: it stood with a "$" */
} Rule;

struct Robots {
    char *patterns;
    size_t used, capacity;
    Rule *rules;
    uint32_t rule_count, rule_capacity;
    uint32_t delay;
    bool no_memory;
};

typedef struct Line {
    Text key, value;
} Line;

/* ---- the one form ---- */

static bool is_plain(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

static size_t encode(uint8_t c, char out[3])
{
    static const char digits[] = "0123456789ABCDEF";
    out[0] = '%';
    out[1] = digits[c >> 4];
    out[2] = digits[c & 15];
    return 3;
}

/* Writes at most 3 bytes a byte. */
static size_t one_form(Text in, char *out)
{
    size_t size = 0;
    for (size_t i = 0; i < in.size; i++) {
        uint8_t c = (uint8_t)in.data[i];
        int high = c == '%' && i + 2 < in.size ? hex_digit(in.data[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(in.data[i + 2]) : -1;
        if (low >= 0) {
            c = (uint8_t)(high << 4 | low);
            i += 2;
        }
        if (low >= 0 ? is_plain(c) : c < 0x80)
            out[size++] = (char)c;
        else
            size += encode(c, out + size);
    }
    return size;
}

/* ---- reading ---- */

/* Cuts the next line off `rest`; a line without a colon has an empty key. */
static Line next_line(Text *rest)
{
    size_t end = 0;
    while (end < rest->size && rest->data[end] != '\n' && rest->data[end] != '\r') end++;
    Text line = text_of(rest->data, end);
    size_t past = end < rest->size ? end + 1 : end;
    *rest = text_of(rest->data + past, rest->size - past);
    const char *comment = line.size ? memchr(line.data, '#', line.size) : NULL;
    if (comment) line.size = (size_t)(comment - line.data);
    const char *colon = line.size ? memchr(line.data, ':', line.size) : NULL;
    if (!colon) return (Line){0};
    size_t key = (size_t)(colon - line.data);
    return (Line){text_strip(text_of(line.data, key)), text_strip(text_of(colon + 1, line.size - key - 1))};
}

/* A group may name a version with its product ("sayso/2"), which is not part of the token. */
static bool names(Text agent, const char *product)
{
    size_t n = strlen(product);
    if (agent.size < n || strncasecmp(agent.data, product, n)) return false;
    return agent.size == n || !(is_plain((uint8_t)agent.data[n]) && agent.data[n] != '.');
}

static bool add_rule(Robots *robots, Rule rule)
{
    if (robots->rule_count == robots->rule_capacity) {
        uint32_t more = robots->rule_capacity ? robots->rule_capacity * 2 : 16;
        Rule *rules = realloc(robots->rules, more * sizeof *rules);
        if (!rules) return false;
        robots->rules = rules;
        robots->rule_capacity = more;
    }
    robots->rules[robots->rule_count++] = rule;
    return true;
}

static bool reserve(Robots *robots, size_t size)
{
    if (size <= robots->capacity - robots->used) return true;
    size_t more = robots->capacity * 2 + size;
    char *patterns = realloc(robots->patterns, more);
    if (!patterns) return false;
    robots->patterns = patterns;
    robots->capacity = more;
    return true;
}

/* An empty pattern is no rule: "Disallow:" allows all. */
static void take_rule(Robots *robots, Text pattern, bool allow)
{
    if (!pattern.size || (pattern.data[0] != '/' && pattern.data[0] != '*')) return;
    bool to_end = pattern.data[pattern.size - 1] == '$';
    if (to_end) pattern.size--;
    if (!reserve(robots, 3 * pattern.size)) {
        robots->no_memory = true;
        return;
    }
    size_t size = one_form(pattern, robots->patterns + robots->used);
    if (!add_rule(robots, (Rule){(uint32_t)robots->used, (uint32_t)size, allow, to_end})) robots->no_memory = true;
    robots->used += size;
}

/* "2", "0.5": milliseconds, without the locale; what is no number is 0. */
static uint32_t read_delay(Text value)
{
    uint64_t ms = 0, unit = 1000;
    bool fraction = false;
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        if (c == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        if (fraction)
            ms += (uint64_t)(c - '0') * (unit /= 10);
        else
            ms = ms * 10 + (uint64_t)(c - '0') * 1000;
        if (ms > UINT32_MAX) return UINT32_MAX;
    }
    return (uint32_t)ms;
}

static void take_line(Robots *robots, Line line)
{
    if (text_is_case(line.key, "allow"))
        take_rule(robots, line.value, true);
    else if (text_is_case(line.key, "disallow"))
        take_rule(robots, line.value, false);
    else if (text_is_case(line.key, "crawl-delay")) {
        uint32_t delay = read_delay(line.value);
        if (delay > robots->delay) robots->delay = delay;
    }
}

static bool is_rule(Text key)
{
    return text_is_case(key, "allow") || text_is_case(key, "disallow") || text_is_case(key, "crawl-delay");
}

/* Takes the rules of the groups that name `product` ("*": of all). false if no group does. */
static bool read_groups(Robots *robots, Text file, const char *product)
{
    bool any = false, ours = false, in_agents = false;
    while (file.size) {
        Line line = next_line(&file);
        if (text_is_case(line.key, "user-agent")) {
            bool hit = *product == '*' ? text_is_case(line.value, "*") : names(line.value, product);
            ours = hit || (in_agents && ours);
            any = any || hit;
            in_agents = true;
        } else if (is_rule(line.key)) {
            in_agents = false;
            if (ours) take_line(robots, line);
        }
    }
    return any;
}

Robots *robots_read(Text file, const char *product)
{
    Robots *robots = calloc(1, sizeof *robots);
    if (!robots) return NULL;
    if (text_starts(file, "\xEF\xBB\xBF")) file = text_of(file.data + 3, file.size - 3);
    if (!read_groups(robots, file, product)) (void)read_groups(robots, file, "*");
    if (!robots->no_memory) return robots;
    robots_free(robots);
    return NULL;
}

/* ---- asking ---- */

static bool is_end(Text path, size_t at, Text part)
{
    return path.size - at >= part.size && !memcmp(path.data + path.size - part.size, part.data, part.size);
}

/* The first part stands at the path's beginning, each further one at its first place after the one before; with
 * `to_end` the last one at the path's end. */
static bool matches(Text pattern, bool to_end, Text path)
{
    size_t at = 0;
    for (bool first = true;; first = false) {
        const char *star = pattern.size ? memchr(pattern.data, '*', pattern.size) : NULL;
        Text part = text_of(pattern.data, star ? (size_t)(star - pattern.data) : pattern.size);
        if (!star && to_end) return is_end(path, at, part) && (!first || part.size == path.size);
        const char *hit =
            memmem(path.data + at, first && part.size < path.size ? part.size : path.size - at, part.data, part.size);
        if (!hit) return false;
        if (!star) return true;
        at = (size_t)(hit - path.data) + part.size;
        pattern = text_of(star + 1, pattern.size - part.size - 1);
    }
}

static bool allows(const Robots *robots, Text path)
{
    const Rule *best = NULL;
    for (uint32_t i = 0; i < robots->rule_count; i++) {
        const Rule *r = &robots->rules[i];
        size_t size = r->size + r->to_end;
        size_t best_size = best ? best->size + best->to_end : 0;
        if (best && (size < best_size || (size == best_size && (best->allow || !r->allow)))) continue;
        if (matches(text_of(robots->patterns + r->begin, r->size), r->to_end, path)) best = r;
    }
    return !best || best->allow;
}

bool robots_allow(const Robots *robots, Text path)
{
    if (!robots || !robots->rule_count || text_is(path, "/robots.txt")) return true;
    if (!path.size) path = text_literal("/");
    char *form = malloc(3 * path.size);
    if (!form) return false;
    bool allowed = allows(robots, text_of(form, one_form(path, form)));
    free(form);
    return allowed;
}

uint32_t robots_delay(const Robots *robots)
{
    return robots ? robots->delay : 0;
}

size_t robots_size(const Robots *robots)
{
    return robots ? sizeof *robots + robots->capacity + robots->rule_capacity * sizeof *robots->rules : 0;
}

void robots_free(Robots *robots)
{
    if (!robots) return;
    free(robots->patterns);
    free(robots->rules);
    free(robots);
}
