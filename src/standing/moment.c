/* The times that a text names, each resolved against the article's date, in one pass over its words.
 *
 * A weekday in a news report is the last such day up to the article's own; a month or a day of a month likewise the
 * last one; "a day earlier" is reckoned from the day named before it. Vague words ("earlier", "recently") are no times.
 */
#include "standing/internal.h"

typedef struct Finder {
    Sight *s;
    Arena *arena;
    uint32_t capacity;
    Day anchor; /* the last single day that the text named, or NO_DAY */
    Civil now;  /* of the article's date */
    bool failed;
} Finder;

static uint32_t lemma_at(const Sight *s, uint32_t i)
{
    return s->lemma[i];
}
static bool upper(const Sight *s, uint32_t i)
{
    return (s->tokens->words[i].flags & WORD_UPPER) != 0;
}

/* A number written in digits, with or without "st", "nd", "rd", "th"; 0: none. */
static uint32_t digits(const Sight *s, uint32_t i)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    uint32_t n = 0;
    size_t k = 0;
    for (; k < t.size && k < 5 && char_is_digit((uint8_t)t.data[k]); k++) n = n * 10 + (uint32_t)(t.data[k] - '0');
    if (k == t.size) return n;
    bool ordinal =
        k && k < 3 && t.size == k + 2 && char_is_lower((uint8_t)t.data[k]) && char_is_lower((uint8_t)t.data[k + 1]);
    return ordinal ? n : 0;
}

static uint32_t day_number(const Sight *s, uint32_t i)
{
    uint32_t n = digits(s, i);
    return n <= 31 ? n : 0;
}

static int32_t year_number(const Sight *s, uint32_t i)
{
    Word w = s->tokens->words[i];
    uint32_t n = w.end - w.begin == 4 ? digits(s, i) : 0;
    return n >= 1800 && n <= 2100 ? (int32_t)n : 0;
}

static uint32_t count_at(const Sight *s, uint32_t i)
{
    if (is_sense(s, i, LEXIS_NUMBER)) return sense_number(s, i);
    uint32_t n = digits(s, i);
    return n < 1000 ? n : 0;
}

static void add(Finder *f, Moment m)
{
    Sight *s = f->s;
    if (f->failed) return;
    f->failed = !arena_grow(f->arena, (void **)&s->moments, &f->capacity, s->moment_count + 1, sizeof m);
    if (f->failed) return;
    s->moments[s->moment_count++] = m;
    if (m.day != NO_DAY) f->anchor = m.day;
}

static Moment moment_new(const Finder *f, uint32_t begin, uint32_t end, uint32_t head)
{
    return (Moment){{begin, end}, head, NO_DAY, "", f->s->published == NO_DAY ? WHY_WHEN_UNDATED : WHY_NONE};
}

static void set_day(Moment *m, Day day)
{
    m->day = day;
    m->rule = WHY_NONE;
    date_write_day(m->date, day);
}

/* Which of a row of weeks, months … : -1 last, 0 this, 1 next; 2: the word says none of them. */
static int32_t which_at(const Sight *s, uint32_t first, uint32_t i)
{
    if (i == first || !is_sense(s, i - 1, LEXIS_WHICH)) return 2;
    bool stretch = i - 1 > first && (lemma_at(s, i - 2) == s->model->the || s->syntax->upos[i - 2] == UPOS_PRON);
    return stretch ? 2 : (int32_t)sense_number(s, i - 1) - 128; /* "over the last year" */
}

/* "last Friday" begins at "last"; "earlier this week" at "earlier". */
static uint32_t widen(const Sight *s, uint32_t first, uint32_t begin)
{
    return begin > first && is_sense(s, begin - 1, LEXIS_EARLY) ? begin - 1 : begin;
}

static uint32_t with_part(const Sight *s, uint32_t i, uint32_t end)
{
    return i < end && is_sense(s, i, LEXIS_PART) ? i + 1 : i;
}

/* ---- days of a month ---- */

/* The last one up to the article's date. */
static int32_t year_of(const Finder *f, uint32_t month, uint32_t day)
{
    bool later = month > f->now.month || (month == f->now.month && day > f->now.day);
    return f->now.year - later;
}

#define YEARS_BACK 10 /* for a day of a month that was the weekday named */

/* `weekday`: 1 to 7 where the text names it, or 0. */
static void resolve_day(const Finder *f, Moment *m, int32_t year, uint32_t month, uint32_t day, uint32_t weekday)
{
    if (!year && f->s->published == NO_DAY) return;
    int32_t last = year ? year : year_of(f, month, day), first = !year && weekday ? last - YEARS_BACK : last;
    for (int32_t y = last; y >= first; y--) {
        if (day > month_length(y, month)) continue;
        Day found = day_of(y, month, day);
        if (weekday && day_weekday(found) != weekday) continue;
        set_day(m, found);
        return;
    }
}

/* A year after `at`, with or without a comma; *end moves behind it. */
static int32_t year_after(const Sight *s, uint32_t at, uint32_t limit, uint32_t *end)
{
    if (at < limit && s->tokens->words[at].mark == MARK_COMMA) at++;
    int32_t year = at < limit ? year_number(s, at) : 0;
    if (year) *end = at + 1;
    return year;
}

/* "March 3, 1776": a year that no report tells of is one all the same; "March 3, 2500 people" has none. */
static bool strange_year_after(const Sight *s, uint32_t at, uint32_t limit)
{
    if (at < limit && s->tokens->words[at].mark == MARK_COMMA) at++;
    if (at >= limit || year_number(s, at)) return false;
    Word w = s->tokens->words[at];
    bool counts = at + 1 < limit && (s->syntax->upos[at + 1] == UPOS_NOUN || s->syntax->upos[at + 1] == UPOS_ADJ);
    return w.end - w.begin == 4 && digits(s, at) >= 1000 && !counts;
}

static bool months_way(const Sight *s, Span x, uint32_t i)
{
    uint32_t before = i > x.begin ? i - 1 : i;
    return before != i && (lemma_at(s, before) == s->model->in || is_sense(s, before, LEXIS_WHICH | LEXIS_EARLY));
}

static void whole_month(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    uint32_t month = sense_number(s, i), end = i + 1;
    uint32_t of = end < x.end && lemma_at(s, end) == s->model->of ? end + 1 : end;
    int32_t which = which_at(s, x.begin, i), year = year_after(s, of, x.end, &end);
    if (!year && (!months_way(s, x, i) || strange_year_after(s, of, x.end))) return;
    Moment m = moment_new(f, which == 2 ? i : i - 1, end, i);
    if (!year && s->published != NO_DAY) {
        year = year_of(f, month, 1);
        if (which == -1 && month == f->now.month) year--;
        if (which == 1) year++;
    }
    if (year) {
        date_write_month(m.date, year, month);
        m.rule = WHY_NONE;
    }
    add(f, m);
}

static uint32_t weekday_before(const Sight *s, Span x, uint32_t begin)
{
    uint32_t i = begin;
    if (i > x.begin && s->tokens->words[i - 1].mark == MARK_COMMA) i--;
    return i > x.begin && is_sense(s, i - 1, LEXIS_WEEKDAY) ? i - 1 : begin;
}

static uint32_t find_month(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    uint32_t end = i + 1, begin = i, day = end < x.end ? day_number(s, end) : 0;
    if (day) {
        end++;
    } else if (i > x.begin && (day = day_number(s, i - 1)) > 0) {
        begin = i - 1;
    } else {
        whole_month(f, x, i);
        return end;
    }
    Moment m = moment_new(f, weekday_before(s, x, begin), 0, i);
    bool strange = strange_year_after(s, end, x.end);
    int32_t year = year_after(s, end, x.end, &end);
    uint32_t weekday = m.words.begin < begin ? sense_number(s, m.words.begin) : 0;
    m.words.end = end;
    if (!strange) resolve_day(f, &m, year, sense_number(s, i), day, weekday);
    if (s->moment_count && s->moments[s->moment_count - 1].words.begin == m.words.begin)
        s->moment_count--; /* the weekday before it */
    add(f, m);
    return end;
}

/* ---- weekdays, today ---- */

static void find_weekday(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    int32_t which = which_at(s, x.begin, i);
    Moment m = moment_new(f, widen(s, x.begin, which == 2 ? i : i - 1), with_part(s, i + 1, x.end), i);
    if (s->published != NO_DAY) {
        Day back = (Day)(day_weekday(s->published) + 7 - sense_number(s, i)) % 7;
        if (which == -1 && !back) back = 7;
        if (which == 1) back -= 7;
        set_day(&m, s->published - back);
    }
    add(f, m);
}

static void find_near_day(Finder *f, Span x, uint32_t i)
{
    Moment m = moment_new(f, widen(f->s, x.begin, i), with_part(f->s, i + 1, x.end), i);
    if (f->s->published != NO_DAY) set_day(&m, f->s->published + sense_number(f->s, i) - 128);
    add(f, m);
}

static void add_anchored(Finder *f, Span words, uint32_t head, int32_t days)
{
    Moment m = moment_new(f, words.begin, words.end, head);
    m.rule = WHY_WHEN_UNANCHORED;
    bool ahead = f->s->published != NO_DAY && f->anchor != NO_DAY && f->anchor + days > f->s->published;
    if (f->anchor != NO_DAY && !ahead) set_day(&m, f->anchor + days);
    add(f, m);
}

/* ---- this week, last night, the weekend ---- */

static void find_part(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    int32_t which = which_at(s, x.begin, i);
    if (i > x.begin && text_is(word_text(s->article, &s->tokens->words[i - 1]), "previous"))
        add_anchored(f, (Span){i - 1, i + 1}, i, -1);
    if (which == 2 || which == 1) return;
    Moment m = moment_new(f, widen(s, x.begin, i - 1), i + 1, i);
    if (s->published != NO_DAY) set_day(&m, s->published + which);
    add(f, m);
}

static void resolve_unit(const Finder *f, Moment *m, uint32_t unit, int32_t which)
{
    Day now = f->s->published;
    m->rule = WHY_NONE;
    switch (unit) {
    case UNIT_WEEK:
        date_write_week(m->date, now + 7 * which);
        break;
    case UNIT_YEAR:
        date_write_year(m->date, f->now.year + which);
        break;
    case UNIT_MONTH: {
        int32_t months = f->now.year * 12 + (int32_t)f->now.month - 1 + which;
        date_write_month(m->date, months / 12, (uint32_t)(months % 12) + 1);
        break;
    }
    default: { /* the weekend that began last, or next */
        Day saturday = now - (Day)((day_weekday(now) + 1) % 7) + 7 * which;
        date_write_range(m->date, saturday, saturday + 1);
    }
    }
}

static bool bare_weekend(const Sight *s, Span x, uint32_t i)
{
    return i > x.begin + 1 && lemma_at(s, i - 1) == s->model->the && s->syntax->upos[i - 2] == UPOS_ADP;
}

static void find_unit(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    uint32_t unit = sense_number(s, i);
    int32_t which = which_at(s, x.begin, i);
    bool weekend = unit == UNIT_WEEKEND && which == 2 && bare_weekend(s, x, i);
    if (weekend) which = 0;
    if (which == 2 || unit == UNIT_DAY || s->syntax->xpos[i] == XPOS_NNS) return;
    bool current = unit == UNIT_WEEKEND && s->published != NO_DAY && day_weekday(s->published) >= 6;
    Moment m = moment_new(f, widen(s, x.begin, i - 1), i + 1, i);
    /* on a Saturday "last weekend" is the one before; on a Wednesday it is that which began last, and what was said
     * "this weekend" was said then too */
    if (unit == UNIT_WEEKEND && !current && which == -1) which = 0;
    if (s->published != NO_DAY) resolve_unit(f, &m, unit, which);
    add(f, m);
}

/* ---- reckoned: two days ago, a day earlier, the previous day ---- */

static void resolve_ago(const Finder *f, Moment *m, uint32_t unit, int32_t count)
{
    if (unit == UNIT_DAY)
        set_day(m, f->s->published - count);
    else
        resolve_unit(f, m, unit, -count);
}

static void find_ago(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    if (i < x.begin + 2 || !is_sense(s, i - 1, LEXIS_UNIT)) return;
    uint32_t count = count_at(s, i - 2), unit = sense_number(s, i - 1);
    if (!count || unit == UNIT_WEEKEND) return;
    Moment m = moment_new(f, i - 2, i + 1, i);
    if (s->published != NO_DAY) resolve_ago(f, &m, unit, (int32_t)count);
    add(f, m);
}

/* "a day earlier", "two days later" at the last word */
static void find_earlier(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    if (i < x.begin + 2 || !is_sense(s, i - 1, LEXIS_UNIT) || sense_number(s, i - 1) != UNIT_DAY) return;
    int32_t count = (int32_t)count_at(s, i - 2);
    if (!count) return;
    bool later = text_starts(word_text(s->article, &s->tokens->words[i]), "later");
    add_anchored(f, (Span){i - 2, i + 1}, i, later ? count : -count);
}

/* "the day before", "the same day", "that day", "the previous day", at "day" */
static void find_that_day(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    if (i == x.begin) return;
    Text before = word_text(s->article, &s->tokens->words[i - 1]);
    bool the = text_is(before, "the") || text_is(before, "The");
    bool clause = i + 2 < x.end && s->syntax->upos[i + 2] != UPOS_PUNCT && s->syntax->upos[i + 2] != UPOS_CCONJ &&
                  s->syntax->upos[i + 2] != UPOS_SCONJ && !s->cue[i + 2]; /* "the day after a man was hurt" */
    Text after = i + 1 < x.end && !clause ? word_text(s->article, &s->tokens->words[i + 1]) : text_of("", 0);
    if (the && text_is(after, "before"))
        add_anchored(f, (Span){i - 1, i + 2}, i, -1);
    else if (the && text_is(after, "after"))
        add_anchored(f, (Span){i - 1, i + 2}, i, 1);
    else if (text_is(before, "same"))
        add_anchored(f, (Span){i - 1, i + 1}, i, 0);
    else if (text_is(before, "previous"))
        add_anchored(f, (Span){i - 1, i + 1}, i, -1);
    else if (text_is(before, "next") || text_is(before, "following"))
        add_anchored(f, (Span){i - 1, i + 1}, i, 1);
    else if (text_is(before, "that") || text_is(before, "That"))
        add_anchored(f, (Span){i - 1, i + 1}, i, 0);
}

/* ---- 2025 ---- */

static void find_year(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    int32_t year = year_number(s, i);
    if (!year || i == x.begin) return;
    bool noun = i + 1 < x.end && (s->syntax->upos[i + 1] == UPOS_NOUN || s->syntax->upos[i + 1] == UPOS_ADJ);
    bool speech = noun && (noun_of(s, i + 1) & NOUN_VENUE); /* "in a 2012 speech" */
    if (!speech && (noun || lemma_at(s, i - 1) != s->model->in)) return;
    Moment m = moment_new(f, i, i + 1, i);
    m.rule = WHY_NONE;
    date_write_year(m.date, year);
    add(f, m);
}

/* "USA Today", "Fox News Sunday": part of a name. */
static bool in_name(const Sight *s, Span x, uint32_t i)
{
    if (i == x.begin || s->syntax->upos[i - 1] != UPOS_PROPN) return false;
    for (uint32_t begin = i - 1; begin + 6 > i; begin--) {
        uint32_t m = mention_at(s, begin);
        if (m != NONE && s->entities->mentions[m].kind == MENTION_NAME && span_has(s->entities->mentions[m].name, i))
            return true;
        if (begin == x.begin || s->syntax->upos[begin] != UPOS_PROPN) break;
    }
    return false;
}

/* Looks at one word; gives the next to look at. */
static uint32_t find_at(Finder *f, Span x, uint32_t i)
{
    Sight *s = f->s;
    uint64_t sense = s->sense[i];
    bool titled = upper(s, i) && i > x.begin; /* "USA Today", "This Week" */
    if (sense & (LEXIS_DAY | LEXIS_UNIT | LEXIS_PART) && titled && upper(s, i - 1) &&
        s->tokens->words[i - 1].mark == MARK_NONE)
        return i + 1;
    if (sense & (LEXIS_WEEKDAY | LEXIS_DAY) && upper(s, i) && in_name(s, x, i)) return i + 1;
    if (sense & LEXIS_MONTH && upper(s, i)) return find_month(f, x, i);
    if (sense & LEXIS_WEEKDAY && upper(s, i))
        find_weekday(f, x, i);
    else if (sense & LEXIS_DAY)
        find_near_day(f, x, i);
    else if (sense & LEXIS_PART)
        find_part(f, x, i);
    else if (sense & LEXIS_UNIT && sense_number(s, i) == UNIT_DAY && !(s->syntax->xpos[i] == XPOS_NNS))
        find_that_day(f, x, i);
    else if (sense & LEXIS_UNIT)
        find_unit(f, x, i);
    else if (sense & LEXIS_EARLY)
        find_earlier(f, x, i);
    else if (s->model->ago == s->lemma[i])
        find_ago(f, x, i);
    else if (s->syntax->upos[i] == UPOS_NUM)
        find_year(f, x, i);
    return i + 1;
}

Status moments_find(Sight *s, Arena *scratch, Error *error)
{
    Finder f = {.s = s, .arena = scratch, .anchor = NO_DAY};
    if (s->published != NO_DAY) f.now = day_civil(s->published);
    for (uint32_t n = 0; n < s->tokens->sentence_count; n++) {
        Span x = {s->tokens->sentences[n].first, s->tokens->sentences[n].end};
        for (uint32_t i = (uint32_t)x.begin; i < x.end;) i = find_at(&f, x, i);
    }
    return f.failed ? fail_memory(error) : SAYSO_OK;
}
